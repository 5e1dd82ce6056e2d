import { saveByLink } from '../../ui/shells/save-by-link.ts';
import { mount } from '../shared/mount.ts';
import { systemTheme } from '../shared/theme.ts';

// The panel as an extension page, for files.

mount({ shell: 'extension-page', theme: systemTheme(), live: null, saveFile: saveByLink });
