import type { StaffLanguage } from '../data/preferences.ts';

type Table = Readonly<Record<string, string>>;

const NL: Table = {
  NETWORK: 'De hub geeft geen antwoord. Controleer het netwerk en probeer het opnieuw.',
  KW_NOT_SIGNED_IN: 'U bent uitgelogd. Log opnieuw in.',
  KW_FORBIDDEN: 'Uw rol mag dit niet. Vraag de beheerder.',
  KW_SIGN_IN_FAILED: 'De naam of het wachtwoord klopt niet.',
  KW_LOCKED_OUT: 'Te vaak geprobeerd. Wacht even en probeer het dan opnieuw.',
  KW_INVITE_INVALID: 'Deze uitnodiging is gebruikt of verlopen. Vraag de beheerder om een nieuwe.',
  KW_NAME_TAKEN: 'Deze naam is al in gebruik. Kies een andere.',
  KW_LAST_ADMIN: 'Dit is de enige beheerder. Maak eerst iemand anders beheerder.',
  KW_PERSON_UNKNOWN: 'Deze persoon is er niet meer. Laad de pagina opnieuw.',
  KW_FULL_SIGN_IN: 'Hiervoor moet u inloggen met naam en wachtwoord.',
  KW_TABLET_UNKNOWN: 'Dit is geen gedeelde tablet (meer). Log in met uw wachtwoord.',
  KW_PIN_WEAK: 'Deze pincode is te makkelijk te raden. Neem cijfers die niet op een rij staan.',
  KW_PIN_BLOCKED: 'De pincode was te vaak fout. Log één keer in met uw wachtwoord, daarna werkt hij weer.',
  KW_CSRF: 'De pagina is te oud. Laad hem opnieuw.',
  KW_RATE_LIMITED: 'Dat ging te snel. Wacht even.',
  KW_REQUEST_INVALID: 'De hub begrijpt de invoer niet. Controleer wat u heeft ingevuld.',
  KW_QUERY_TOO_LARGE: 'Dat is te veel in één keer. Kies een kortere tijd.',
  KW_STORE_UNAVAILABLE: 'De hub kan nu niet bewaren. Bel de beheerder.',
  KW_IN_MOTION: 'De weegschaal beweegt. Wacht tot hij stil staat en probeer het opnieuw.',
  KW_ZERO_LIMIT: 'Er ligt te veel op om op nul te zetten. Haal de last eraf.',
  KW_SPAN_ZERO: 'Dit gewicht maakt te weinig verschil. Neem een zwaarder gewicht.',
  KW_COMMAND_EXPIRED: 'De meetkast gaf te laat antwoord. Probeer het opnieuw.',
  KW_COMMAND_UNKNOWN: 'Dit apparaat kan dat niet.',
  KW_COMMAND_TIMEOUT: 'De meetkast gaf geen antwoord. Controleer of hij aan staat en probeer het opnieuw.',
  KW_NODE_OFFLINE: 'De meetkast is niet verbonden. Herstel eerst de verbinding.',
  KW_DEVICE_UNKNOWN: 'Dit apparaat bestaat niet meer.',
  KW_NOT_CALIBRATING: 'Het kalibreren is gestopt. Begin opnieuw.',
  KW_CALIBRATION_INVALID: 'De gewichten kloppen niet met elkaar. Controleer ze en begin opnieuw.',
  KW_LEARNING_FAILED: 'Het verschil tussen stil en werken is te klein. Doe het opnieuw en laat de machine echt werken.',
};

const EN: Table = {
  NETWORK: 'The hub does not answer. Check the network and try again.',
  KW_NOT_SIGNED_IN: 'You are signed out. Sign in again.',
  KW_FORBIDDEN: 'Your role may not do this. Ask the administrator.',
  KW_SIGN_IN_FAILED: 'The name or the password is not right.',
  KW_LOCKED_OUT: 'Too many attempts. Wait a moment and try again.',
  KW_INVITE_INVALID: 'This invite was used or has expired. Ask the administrator for a new one.',
  KW_NAME_TAKEN: 'This name is in use. Choose another.',
  KW_LAST_ADMIN: 'This is the only administrator. Make somebody else administrator first.',
  KW_PERSON_UNKNOWN: 'This person is no longer there. Load the page again.',
  KW_FULL_SIGN_IN: 'For this you must sign in with name and password.',
  KW_TABLET_UNKNOWN: 'This is not a shared tablet (any more). Sign in with your password.',
  KW_PIN_WEAK: 'This PIN is too easy to guess. Take digits that are not in a row.',
  KW_PIN_BLOCKED: 'The PIN was wrong too often. Sign in once with your password, then it works again.',
  KW_CSRF: 'The page is too old. Load it again.',
  KW_RATE_LIMITED: 'That was too fast. Wait a moment.',
  KW_REQUEST_INVALID: 'The hub does not understand this. Check what you filled in.',
  KW_QUERY_TOO_LARGE: 'That is too much at once. Choose a shorter time.',
  KW_STORE_UNAVAILABLE: 'The hub cannot store now. Call the administrator.',
  KW_IN_MOTION: 'The scale is moving. Wait until it is still and try again.',
  KW_ZERO_LIMIT: 'There is too much on it to set it to zero. Take the load off.',
  KW_SPAN_ZERO: 'This weight changes too little. Use a heavier one.',
  KW_COMMAND_EXPIRED: 'The sensor box answered too late. Try again.',
  KW_COMMAND_UNKNOWN: 'This device cannot do that.',
  KW_COMMAND_TIMEOUT: 'The sensor box did not answer. Check that it is on and try again.',
  KW_NODE_OFFLINE: 'The sensor box is not connected. Restore the connection first.',
  KW_DEVICE_UNKNOWN: 'This device is no longer there.',
  KW_NOT_CALIBRATING: 'The calibration has stopped. Start again.',
  KW_CALIBRATION_INVALID: 'The weights do not agree with each other. Check them and start again.',
  KW_LEARNING_FAILED: 'The difference between idle and working is too small. Do it again and let the machine really work.',
};

const UNKNOWN: Readonly<Record<StaffLanguage, string>> = {
  nl: 'Er ging iets mis. Probeer het opnieuw of bel de beheerder.',
  en: 'Something went wrong. Try again or call the administrator.',
};

const TABLES: Readonly<Record<StaffLanguage, Table>> = { nl: NL, en: EN };

/** A sentence for a failed call: what happened and what to do. */
export const failureWords = (language: StaffLanguage, code: string): string => TABLES[language][code] ?? UNKNOWN[language];

/** Codes that have a sentence in a language. */
export const knownFailures = (language: StaffLanguage): readonly string[] => Object.keys(TABLES[language]);
