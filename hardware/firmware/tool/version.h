#ifndef KW_TOOL_VERSION_H
#define KW_TOOL_VERSION_H

#define KW_NAME "kw-tool"
#define KW_MAJOR 1
#define KW_MINOR 0

/* Version of the Firmata protocol that is spoken. */
#define FIRMATA_MAJOR 2
#define FIRMATA_MINOR 5

#endif
