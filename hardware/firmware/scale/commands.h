#ifndef KW_COMMANDS_H
#define KW_COMMANDS_H

/* Takes the received bytes, carries out complete command lines and answers them. */
void commands_poll(void);

/* Sends the identity line. */
void commands_identify(void);

#endif
