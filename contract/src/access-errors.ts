import { type ErrorInfo, errorOf as e } from './error-info.ts';

/** Errors of people and rights, and what the broker refuses. */
export const ACCESS_ERRORS = {
  // people and rights
  KW_NOT_SIGNED_IN: e(401, false, 'You are not signed in.', 'Sign in first.'),
  KW_FORBIDDEN: e(403, false, 'Your role {role} may not do this.', 'Ask an administrator.'),
  KW_SIGN_IN_FAILED: e(401, false, 'The name or the password is not right.', 'Try again, or ask an administrator for a new invite.'),
  KW_LOCKED_OUT: e(429, true, 'Too many attempts.', 'Wait {waitS} seconds.'),
  KW_INVITE_INVALID: e(400, false, 'This invite is not valid or was used.', 'Ask an administrator for a new invite.'),
  KW_NAME_TAKEN: e(409, false, 'The name {name} is in use.', 'Choose another name.'),
  KW_ENROL_CODE_INVALID: e(
    400,
    false,
    'This enrolment code is not valid, was used or is for another node.',
    'Ask an administrator for a new code; it works once and for a day.',
  ),
  KW_TOKEN_INVALID: e(
    401,
    false,
    'This token is not known or was taken back.',
    'Ask an administrator for a new one: kringwijzer credential --role reader.',
  ),
  KW_CSRF: e(403, false, 'The request did not come from our own page.', 'Reload the page and try again.'),
  KW_RATE_LIMITED: e(429, true, 'Too many requests.', 'Wait {waitS} seconds.'),
  KW_KIOSK_PIN_WRONG: e(
    403,
    false,
    'The PIN of the kiosk is not right, or its time is over.',
    'Ask the coordinator for the PIN; it is staffPin in kiosk.yaml.',
  ),
  KW_KIOSK_UNKNOWN: e(
    404,
    false,
    'There is no kiosk {kiosk}.',
    'Check the name on the page of the kiosks; a kiosk gets one with kringwijzer credential.',
  ),
  KW_KIOSK_TASK_UNKNOWN: e(404, false, 'There is no command {id} for this kiosk.', 'It is older than a minute: send it again.'),
  KW_KIOSK_NO_SCREEN: e(
    409,
    false,
    'The kiosk has no screen it could do this with.',
    'Start it with KIOSK_SHELL=electron or chromium; give screenPower to switch the screen.',
  ),
  KW_NOT_FOUND: e(404, false, 'There is nothing at {path}.', 'Check the address.'),
  KW_REQUEST_INVALID: e(400, false, 'The request is not valid: {reason}.', 'Correct the named field.'),
  KW_INTERNAL: e(500, true, 'Something went wrong inside the hub.', 'Try again; the hub log has the cause under {id}.'),

  // mqtt: what the broker refuses
  KW_MQTT_VERSION: e(400, false, 'This client speaks MQTT {version}; the hub speaks MQTT 3.1.1.', 'Set the client to MQTT 3.1.1.'),
  KW_MQTT_CLIENT_ID: e(
    400,
    false,
    'The client id {clientId} does not belong to the user {username}.',
    'Set the client id to the user name; it may be followed by a dot and a word, except for nodes.',
  ),
  KW_MQTT_REFUSED: e(401, false, 'MQTT user {username} is not known, was revoked, or gave a wrong password.', 'Enrol it again.'),
  KW_MQTT_FORBIDDEN: e(403, false, 'MQTT user {username} may not {action} {topic}.', 'See docs/topics.md for what each role may do.'),
  KW_MQTT_KEEPALIVE: e(
    400,
    false,
    'The keepalive of {seconds} s is not between 1 and {limit}.',
    'Set the keepalive of the client to 60 seconds; without one a dead client would never be noticed.',
  ),
  KW_MQTT_SHARED: e(
    400,
    false,
    'Shared subscriptions ($share) do not exist on this hub.',
    'Subscribe without $share, or use a broker that has them.',
  ),
  KW_MQTT_TOO_MANY: e(
    429,
    true,
    'Too many MQTT connections from {from}.',
    'Close some; the limits are mqtt.maxConnections and maxConnectionsPerIp.',
  ),
  KW_FOREIGN_INVALID: e(
    400,
    false,
    'A message of a foreign sensor on {topic} does not hold what the mapping file says: {reason}.',
    'Compare the message with the topic, path and unit in the mapping file; docs/foreign-sensors.md has examples.',
  ),
  KW_STATE_OLDER: e(
    409,
    false,
    'A state on {topic} is older than the one known.',
    'Normal after a reconnection; it was dropped and counted.',
  ),
  KW_RECORD_TOO_OLD: e(400, false, 'Record {seq} of {node} is older than the store keeps.', 'Check the clock of the node.'),
  KW_RECORD_FUTURE: e(400, false, 'Record {seq} of {node} lies in the future.', 'Check the clock of the node and of the hub.'),
  KW_COMMAND_TIMEOUT: e(504, true, 'Node {node} did not answer in time.', 'Check that the node is online and try again.'),
  KW_NODE_OFFLINE: e(409, true, 'Node {node} is not connected.', 'Check its power and network.'),
  KW_DEVICE_UNKNOWN: e(404, false, 'There is no device {device} on node {node}.', 'Check the ids on the live page.'),
} as const satisfies Readonly<Record<string, ErrorInfo>>;
