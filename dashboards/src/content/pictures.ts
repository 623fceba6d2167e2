/** Address of a picture of the draft, small for lists. */
export const pictureUrl = (image: string, size?: 'small'): string => `/api/v1/content/${image}${size === 'small' ? '?size=small' : ''}`;
