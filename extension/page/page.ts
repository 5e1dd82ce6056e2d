document.body.append('page');
