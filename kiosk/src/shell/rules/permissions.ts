import { SECURITY_GUIDE, type ShellRule } from './rule.ts';

/**
 * No camera, microphone, place, clipboard or device for any page. Electron grants everything by default, and the check handler
 * is a second door beside the request handler, so both are shut.
 */
export const permissions: ShellRule = {
  name: 'permissions',
  chapter: `${SECURITY_GUIDE}#5-handle-session-permission-requests-from-remote-content`,
  apply: ({ session, refused }) => {
    session.setPermissionRequestHandler((_contents, permission, answer) => {
      refused('permissions', permission);
      answer(false);
    });
    session.setPermissionCheckHandler(() => false);
    session.setDevicePermissionHandler(() => false);
    session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  },
};
