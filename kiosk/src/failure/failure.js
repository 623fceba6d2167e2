// Asks the shell for the kiosk page again, every five seconds. A load that fails brings this page back.
const RETRY_MS = 5000;
setInterval(() => void globalThis.kringwijzer?.retry(), RETRY_MS);
