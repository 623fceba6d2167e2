/** One line of the table of errors. */
export interface ErrorInfo {
  /** What happened; `{name}` is filled from the details. */
  readonly message: string;
  /** What the person can do about it. */
  readonly cure: string;
  /** HTTP status when it reaches a browser. */
  readonly status: number;
  /** True when the same call may succeed later without a change. */
  readonly retryable: boolean;
}

const e = (status: number, retryable: boolean, message: string, cure: string): ErrorInfo => ({ message, cure, status, retryable });

/** Every error a person can meet. docs/errors.md is made from this table by `npm run docs`. */
export const ERRORS = {
  // contract: what came over a wire
  KW_PAYLOAD_TOO_LARGE: e(413, false, 'A message of {bytes} bytes is over the limit of {limit}.', 'Send smaller batches.'),
  KW_PAYLOAD_NOT_JSON: e(400, false, 'A message on {topic} is not JSON.', 'Check the sender; its message was dropped and counted.'),
  KW_PAYLOAD_INVALID: e(
    400,
    false,
    'A message on {topic} does not fit the contract: {reason}.',
    'Update the sender to the contract version of the hub.',
  ),
  KW_TOPIC_UNKNOWN: e(400, false, 'The topic {topic} is not part of the contract.', 'See docs/topics.md for the topics there are.'),
  KW_RECORD_INVALID: e(
    400,
    false,
    'Record {seq} of {node} does not fit the contract: {reason}.',
    'The node keeps it in quarantine; update the node.',
  ),

  // configuration and start
  KW_CONFIG_INVALID: e(
    500,
    false,
    'The configuration {file} is not valid: {reason}.',
    'Correct the named key; --print-schema shows what is allowed.',
  ),
  KW_CONFIG_UNREADABLE: e(
    500,
    false,
    'The configuration {file} cannot be read: {reason}.',
    'Check that the file exists, is YAML and may be read.',
  ),
  KW_NODE_VERSION: e(500, false, 'Node.js {version} is too old.', 'Install Node.js 20.19 or newer.'),
  KW_TLS_FILES: e(
    500,
    false,
    'The certificate file {file} cannot be used: {reason}.',
    'Check mqtt.tls.certFile and keyFile, or leave both out.',
  ),
  KW_PORT_TAKEN: e(500, true, 'Port {port} on {host} is in use.', 'Stop the program that uses it or choose another port.'),
  KW_CONTENT_INVALID: e(400, false, 'The kiosk content {file} is not valid: {reason}.', 'Correct the named text or picture.'),
  KW_CONTENT_INCOMPLETE: e(400, false, 'The story is not complete: {missing}.', 'Fill in what is missing and try again.'),
  KW_CONTENT_CHANGED: e(
    409,
    false,
    'Somebody else changed this in the meantime.',
    'Load the page again and make your change once more.',
  ),
  KW_CONTENT_SEED: e(
    503,
    false,
    'The hub has no kiosk page to start from: {reason}.',
    'Build or install the kiosk page (npm run build) and start the hub again.',
  ),
  KW_CONTENT_DAMAGED: e(
    500,
    true,
    'File {file} of the kiosk content is not what the hub announced.',
    'The kiosk keeps what it has and fetches the file again; when it stays, check the disks of hub and kiosk.',
  ),
  KW_CONTENT_PAGE_SILENT: e(
    500,
    false,
    'The kiosk page did not come to life with content {version} within {seconds} s; the kiosk went back to what it had.',
    'Change the story or text that was added last and publish again; the log of the kiosk tells more.',
  ),
  KW_IMAGE_TYPE: e(
    400,
    false,
    'A picture of the kind {kind} cannot be used.',
    'Take a JPG, PNG or WebP. On an iPhone: Settings, Camera, Formats, Most Compatible.',
  ),
  KW_IMAGE_UNREADABLE: e(400, false, 'The picture cannot be read: {reason}.', 'Choose another photo, or make it again.'),
  KW_IMAGE_TOO_LARGE: e(
    413,
    false,
    'The picture has {megapixels} million pixels, over the limit of {limit}.',
    'Set the camera to a smaller size, or make the picture smaller first.',
  ),
  KW_IMAGE_TOO_SMALL: e(
    400,
    false,
    'The picture is {widthPx} by {heightPx} pixels; the kiosk needs at least {limitPx} on the short side.',
    'Take the photo itself, not a small copy from a message.',
  ),
  KW_BROWSER_MISSING: e(
    500,
    false,
    '{browser} is not at {path}.',
    'Install it, give its path in the kiosk configuration, or choose another shell with KIOSK_SHELL.',
  ),
  KW_DATA_NOT_WRITABLE: e(
    500,
    false,
    'The data folder {path} cannot be written: {reason}.',
    'Give this user the right to write there, or choose another folder with --data.',
  ),
  KW_NATIVE_MISSING: e(
    500,
    false,
    'The native module {module} does not load: {reason}.',
    'Run npm ci again on this machine with python3, make and g++ installed.',
  ),
  KW_NOT_BUILT: e(500, false, 'The programs are not built: {reason}.', 'Run npm ci && npm run build first.'),
  KW_USAGE: e(500, false, 'The command is not complete: {reason}.', 'Run kringwijzer --help.'),

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

  // store
  KW_STORE_UNAVAILABLE: e(
    503,
    true,
    'The store cannot be written: {reason}.',
    'Nodes keep their records; free disk space or repair the disk.',
  ),
  KW_STORE_CORRUPT: e(
    500,
    false,
    'The store file {file} is damaged.',
    'It was set aside as {aside}; nodes send again what they still hold, restore a backup for the rest.',
  ),
  KW_STORE_LOCKED: e(
    500,
    true,
    'The store file {file} is in use by another hub.',
    'Stop the other hub, or give this one its own folder with --data.',
  ),
  KW_STORE_VERSION: e(
    500,
    false,
    'The store file {file} has version {version}; this program knows up to {known}.',
    'Install the newer version of Kringwijzer that wrote it, or restore a backup.',
  ),
  KW_BACKUP_INVALID: e(500, false, 'The backup {file} is not a sound store: {reason}.', 'Use another backup.'),
  KW_QUERY_TOO_LARGE: e(
    400,
    false,
    'The query asks for {asked} buckets or rows, over the limit of {limit}.',
    'Ask for a shorter time or a coarser bucket.',
  ),
  KW_QUERY_INVALID: e(400, false, 'The query is not valid: {reason}.', 'See the API documentation at /api/docs.'),

  // node: ports and devices
  KW_SERIAL_GONE: e(500, true, 'The serial port {path} is gone.', 'Check the USB cable; the node tries again by itself.'),
  KW_SERIAL_OPEN: e(
    500,
    true,
    'The serial port {path} cannot be opened: {reason}.',
    'Check the path and that the user is in the group dialout.',
  ),
  KW_SERIAL_SILENT: e(
    500,
    true,
    'The serial port {path} sent nothing for {seconds} s.',
    'Check the power of the sensor board; the node opens the port again.',
  ),
  KW_LINE_CORRUPT: e(500, true, 'A line from {path} is damaged: {reason}.', 'Single ones are normal; many point to a bad cable or earth.'),
  KW_AMPLIFIER_MISSING: e(500, true, 'Amplifier {channel} of {device} does not answer.', 'Check its wiring and power.'),
  KW_AMPLIFIER_STUCK: e(500, true, 'Amplifier {channel} of {device} sends the same value all the time.', 'Check the load cell wires.'),
  KW_AMPLIFIER_SATURATED: e(
    500,
    true,
    'Amplifier {channel} of {device} is at the end of its range.',
    'Check for a cut wire or an overload.',
  ),
  KW_SAMPLE_RATE: e(500, true, '{device} delivers {hz} samples a second instead of {nominal}.', 'Check the RATE pin of the amplifier.'),
  KW_OVERLOAD: e(500, true, '{device} carries more than its capacity.', 'Take the load off.'),
  KW_CELL_DEAD: e(
    500,
    true,
    'Cell {channel} of {device} does not react to load.',
    'Check its wiring; the others stand in for it meanwhile.',
  ),
  KW_CELL_BINDING: e(
    500,
    true,
    'Cell {channel} of {device} takes too little of the load.',
    'Look for stones, dirt or a side that touches.',
  ),
  KW_CELL_OVERLOAD: e(500, true, 'Cell {channel} of {device} carries more than its share.', 'Spread the load.'),
  KW_NO_SAMPLES: e(500, true, '{device} sends no usable samples.', 'Check its power, cable and amplifier.'),
  KW_NOT_CALIBRATING: e(409, false, 'There is no calibration of {device} to go on with.', 'Start one first.'),
  KW_CALIBRATION_INVALID: e(400, false, 'The calibration of {device} cannot be made: {reason}.', 'Start again with other masses.'),
  KW_BEAM_BLOCKED: e(
    500,
    true,
    'Beam {beam} of {device} has been broken for {seconds} s.',
    'Take away what stands in it; clean and align it.',
  ),
  KW_BEAM_SILENT: e(500, true, 'Beam {beam} of {device} is never broken while people pass.', 'Check its wiring and alignment.'),
  KW_TOOL_SILENT: e(500, true, 'The sensor of {device} is silent.', 'Check its cable and board.'),
  KW_LEARNING_FAILED: e(400, false, 'Learning {device} failed: {reason}.', 'Repeat off, idle and working one after the other.'),
  KW_LEVEL_INVALID: e(500, true, '{device} gives no usable distance.', 'Clean the sensor and look for something hanging before it.'),
  KW_IN_MOTION: e(409, true, '{device} is in motion.', 'Wait until it is still and try again.'),
  KW_ZERO_LIMIT: e(409, false, 'The zero of {device} would move by {shiftKg} kg, over its limit.', 'Remove the load or calibrate again.'),
  KW_SPAN_ZERO: e(
    400,
    false,
    'The known mass of {device} changes the reading too little.',
    'Use a heavier known mass and check the wiring.',
  ),
  KW_COMMAND_EXPIRED: e(409, true, 'The command came too late.', 'Send it again.'),
  KW_COMMAND_UNKNOWN: e(400, false, '{device} does not know the command {name}.', 'Check the kind of the device.'),
  KW_SPOOL_FULL: e(500, true, 'The spool is full; {count} records of least value were given up.', 'Bring the hub or the network back.'),
  KW_SPOOL_CORRUPT: e(500, false, 'The spool file {file} is damaged.', 'It was set aside as {aside}; the node goes on with a new one.'),
  KW_SPOOL_DISK: e(500, true, 'The spool cannot be written: {reason}.', 'Free disk space or replace the SD card.'),
  KW_HUB_UNREACHABLE: e(
    503,
    true,
    'The hub at {url} does not answer as it should: {reason}.',
    'Check the address and that the hub runs; kringwijzer doctor tells more.',
  ),
  KW_INDICATOR_NET: e(
    500,
    true,
    'The indicator on {path} shows a net weight.',
    'Clear the tare on the indicator; the node needs the gross weight.',
  ),
  KW_INDICATOR_RANGE: e(500, true, 'The indicator on {path} is outside its range.', 'Take the load off, or set the indicator to zero.'),
  KW_GPIO_UNUSABLE: e(
    500,
    true,
    'The light beams of {device} cannot be read: {reason}.',
    'Check the wiring, the BCM numbers and that the user is in the group gpio.',
  ),
  KW_TOOL_BOARD_GONE: e(
    500,
    true,
    'The tool board on {path} does not answer.',
    'Check its USB cable and power; the node tries again by itself.',
  ),
  KW_IIO_UNREADABLE: e(500, true, 'The sensor {device} of the kernel cannot be read: {reason}.', 'Check that the hx711 overlay is loaded.'),
  KW_CLOCK_UNSYNCED: e(500, true, 'The clock of the node is not synchronised.', 'Check the network time; records are marked until then.'),
  KW_FIRMWARE_INVALID: e(
    500,
    false,
    'The firmware file {file} is not valid: {reason}.',
    'Install the package again; never flash a file whose check sum is wrong.',
  ),
  KW_FLASH_FAILED: e(
    500,
    true,
    'The board at {port} was not flashed: {reason}.',
    'Check the cable and the port; press reset and try again, or give --baud 57600 for an old bootloader.',
  ),
  KW_PROGRAM_MISSING: e(500, false, 'The program {program} is not installed.', 'Install it, on Debian with apt install {package}.'),
  KW_TRACE_INVALID: e(400, false, 'The trace {file} is not valid at line {line}: {reason}.', 'See docs/traces.md for the format.'),
  // monitoring: registers and reports
  KW_ENTRY_UNKNOWN: e(404, false, 'There is no line {id} in the journal.', 'Reload the page; somebody may have corrected it.'),
  KW_ENTRY_SUPERSEDED: e(409, false, 'Line {id} was already corrected or struck out by line {next}.', 'Correct the newest line instead.'),
  KW_IMPORT_INVALID: e(400, false, 'The file cannot be imported: {reason}.', 'Correct the file or the mapping; nothing was stored.'),
  KW_INDICATOR_UNKNOWN: e(404, false, 'There is no indicator {id}.', 'See GET /api/v1/monitoring/definitions for the ones there are.'),
  KW_PDF_UNAVAILABLE: e(
    503,
    true,
    'The hub cannot make a PDF: {reason}.',
    'Install chromium on the hub, or open the report as a page and print it to PDF.',
  ),
  KW_SCHEDULE_UNKNOWN: e(404, false, 'There is no scheduled report {id}.', 'Reload the page; somebody may have removed it.'),
  KW_EXCHANGE_UNKNOWN: e(
    404,
    false,
    'There is no mapping file {name}.',
    'Put {name}.yaml into the folder mappings of the data folder; docs/examples/kprs.yaml shows how.',
  ),
  // mail and notifications
  KW_MAIL_UNREACHABLE: e(
    503,
    true,
    'The mail server {server} does not answer as it should: {reason}.',
    'Check mail.host, mail.port and the network; the hub tries again by itself.',
  ),
  KW_MAIL_SIGN_IN: e(
    502,
    false,
    'The mail server {server} does not accept our user or password: {reason}.',
    'Check mail.user and the file in mail.passwordFile.',
  ),
  KW_MAIL_TLS: e(
    502,
    false,
    'The mail server {server} cannot be trusted: {reason}.',
    'Check mail.security and mail.host; give mail.caFile for a server with an authority of its own.',
  ),
  KW_MAIL_REFUSED: e(502, false, 'The mail server {server} refused the mail: {reason}.', 'Check the address of the reader and mail.from.'),
  KW_MAIL_PASSWORD_FILE: e(
    500,
    false,
    'The password file {file} of the mail server cannot be used: {reason}.',
    'Put the password alone into the file and let the hub read it.',
  ),
  KW_MAIL_NOT_SET: e(409, false, 'The hub has no mail server.', 'Ask the administrator to set mail in the configuration of the hub.'),
} as const satisfies Readonly<Record<string, ErrorInfo>>;

export type ErrorCode = keyof typeof ERRORS;
