import { type ErrorInfo, errorOf as e } from './error-info.ts';

/** Errors of what comes over a wire, of configuration and of the start. */
export const START_ERRORS = {
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
  KW_CONTENT_CHANGED: e(409, false, 'Somebody else changed this in the meantime.', 'Load the page again and make your change once more.'),
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
} as const satisfies Readonly<Record<string, ErrorInfo>>;
