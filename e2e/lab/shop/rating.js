/** Stars for a rating from 0 to 5. */
export const stars = (rating) => '★'.repeat(rating) + '☆'.repeat(5 - rating);
