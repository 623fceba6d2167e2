/** What to do about failures that only the editor meets, in Dutch. */
export const NL: Readonly<Record<string, string>> = {
  KW_IMAGE_TYPE:
    'Dit is geen foto die wij kunnen gebruiken. Neem JPG, PNG of WebP. iPhone: Instellingen, Camera, Structuren, Meest compatibel.',
  KW_IMAGE_UNREADABLE: 'Deze foto is stuk. Kies een andere foto of maak hem opnieuw.',
  KW_IMAGE_TOO_LARGE: 'Deze foto is te groot. Zet de camera op een kleinere maat, of maak de foto eerst kleiner.',
  KW_PAYLOAD_TOO_LARGE: 'Dit bestand is te groot: hoogstens 25 MB. Maak de foto eerst kleiner.',
  KW_IMAGE_TOO_SMALL: 'Deze foto is te klein voor het grote scherm. Neem de foto zelf, niet een kopie uit een bericht.',
  KW_CONTENT_CHANGED: 'Iemand anders heeft dit net veranderd. Kopieer wat u typte, laad de pagina opnieuw, en doe het nog eens.',
  KW_CONTENT_INCOMPLETE: 'Er moet nog iets bij. Kijk wat er ontbreekt.',
  KW_CONTENT_INVALID: 'Er klopt iets niet. Vul alle lege vakken in en kijk of de dagen en tijden kloppen.',
  KW_CONTENT_SEED: 'De hub heeft geen pagina voor het bezoekersscherm. Vraag de beheerder om die te installeren.',
};

/** The same in English. */
export const EN: Readonly<Record<string, string>> = {
  KW_IMAGE_TYPE: 'This is not a photo that we can use. Take JPG, PNG or WebP. iPhone: Settings, Camera, Formats, Most Compatible.',
  KW_IMAGE_UNREADABLE: 'This photo is broken. Choose another one or make it again.',
  KW_IMAGE_TOO_LARGE: 'This photo is too large. Set the camera to a smaller size, or make the photo smaller first.',
  KW_PAYLOAD_TOO_LARGE: 'This file is too large: 25 MB at most. Make the photo smaller first.',
  KW_IMAGE_TOO_SMALL: 'This photo is too small for the big screen. Take the photo itself, not a copy from a message.',
  KW_CONTENT_CHANGED: 'Somebody else has just changed this. Copy what you typed, load the page again, and do it once more.',
  KW_CONTENT_INCOMPLETE: 'Something is still missing. See what.',
  KW_CONTENT_INVALID: 'Something is not right. Fill in all empty fields and check the days and times.',
  KW_CONTENT_SEED: 'The hub has no page for the visitor screen. Ask the administrator to install it.',
};
