import { z } from 'zod';

/** How the hub sends mail. Absent: it sends none. */
export const mailConfigSchema = z
  .strictObject({
    host: z.string().min(1).max(253).meta({ env: 'KW_MAIL_HOST', description: 'Mail server (SMTP) that sends for us' }),
    port: z.int().min(1).max(65_535).default(587).meta({ env: 'KW_MAIL_PORT' }),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .meta({ env: 'KW_MAIL_SECURITY', description: 'starttls (port 587), tls (port 465), or none: on this machine only' }),
    caFile: z.string().min(1).optional().meta({ env: 'KW_MAIL_CA_FILE', description: 'Authority (PEM) of a mail server of your own' }),
    user: z.string().min(1).max(254).optional().meta({ env: 'KW_MAIL_USER' }),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .meta({ env: 'KW_MAIL_PASSWORD_FILE', description: 'File that holds the password and nothing else; read for each mail' }),
    from: z.email().meta({ env: 'KW_MAIL_FROM', description: 'Address the mails come from' }),
    fromName: z.string().min(1).max(64).default('Kringwijzer').meta({ env: 'KW_MAIL_FROM_NAME' }),
    timeoutS: z.int().min(1).max(300).default(30).meta({ env: 'KW_MAIL_TIMEOUT_S', unit: 's', description: 'Longest wait for an answer' }),
  })
  .refine((mail) => mail.security !== 'none' || /^(?:localhost|::1|127\.\d+\.\d+\.\d+)$/u.test(mail.host), {
    path: ['security'],
    message: 'none is for a mail server on this machine only; use starttls or tls',
  })
  .refine((mail) => (mail.user === undefined) === (mail.passwordFile === undefined), {
    path: ['passwordFile'],
    message: 'user and passwordFile go together',
  });
export type MailConfig = z.infer<typeof mailConfigSchema>;
