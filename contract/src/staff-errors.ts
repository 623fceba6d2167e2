/** Errors of staff at work: people, tablets and what they write down. */
export const STAFF_ERRORS = {
  KW_PERSON_UNKNOWN: {
    message: 'There is nobody called {name}.',
    cure: 'Reload the page; the person may have another name.',
    status: 404,
    retryable: false,
  },
  KW_LAST_ADMIN: {
    message: '{name} is the only administrator.',
    cure: 'Make somebody else administrator first.',
    status: 409,
    retryable: false,
  },
  KW_FULL_SIGN_IN: {
    message: 'This needs a sign-in with name and password.',
    cure: 'Sign out and sign in with name and password.',
    status: 403,
    retryable: false,
  },
  KW_TABLET_UNKNOWN: {
    message: 'This device is not a shared tablet.',
    cure: 'Sign in with name and password, and make it one under More.',
    status: 403,
    retryable: false,
  },
  KW_PIN_WEAK: {
    message: 'This PIN is too easy to guess.',
    cure: 'Choose 4 to 8 digits that are not all the same and not in a row.',
    status: 400,
    retryable: false,
  },
  KW_PIN_BLOCKED: {
    message: 'The PIN was wrong too often and no longer works.',
    cure: 'Sign in with name and password; then the PIN works again.',
    status: 403,
    retryable: false,
  },
} as const;
