/* A PKCS #11 library that stands between the program and a real one ($TOKEN_MODULE), and fails where a file in $TOKEN_FOLDER says
   so, as tokens do: `lost` (once: the session is no longer valid), `removed` (while it is there: no token), `final`, `low`,
   `locked` (what the token says of its PIN), `pad` (a keypad on which its text is typed). Each C_Login is a line in the file
   `logins`. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long ulong_t;
/* CK_FUNCTION_LIST of PKCS #11 2.40: a version, then 68 functions in the order of the standard. */
struct list { unsigned char major, minor; void *function[68]; };
enum { GET_FUNCTION_LIST = 3, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, LOGIN = 18, SIGN = 43 };
enum { OK = 0, DEVICE_REMOVED = 0x32, SESSION_HANDLE_INVALID = 0xB3 };

static struct list *real, between;

static const char *at(const char *name) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", getenv("TOKEN_FOLDER"), name);
  return path;
}
static int is(const char *name) { return access(at(name), F_OK) == 0; }

static ulong_t slot_list(unsigned char with_token, ulong_t *slots, ulong_t *count) {
  if (is("removed")) { *count = 0; return OK; }
  return ((ulong_t (*)(unsigned char, ulong_t *, ulong_t *))real->function[GET_SLOT_LIST])(with_token, slots, count);
}

static ulong_t token_info(ulong_t slot, char *info) {
  ulong_t said = ((ulong_t (*)(ulong_t, char *))real->function[GET_TOKEN_INFO])(slot, info), flags;
  /* CK_TOKEN_INFO: label 32, manufacturer 32, model 16, serial number 16, then the flags. */
  memcpy(&flags, info + 96, sizeof flags);
  if (is("pad")) flags |= 0x100;
  if (is("low")) flags |= 0x10000;
  if (is("final")) flags |= 0x20000;
  if (is("locked")) flags |= 0x40000;
  memcpy(info + 96, &flags, sizeof flags);
  return said;
}

static ulong_t login(ulong_t session, ulong_t user, unsigned char *pin, ulong_t length) {
  FILE *logins = fopen(at("logins"), "a");
  fputs("login\n", logins);
  fclose(logins);
  unsigned char typed[64];
  if (pin == NULL) {
    FILE *pad = fopen(at("pad"), "r");
    length = fread(typed, 1, sizeof typed, pad);
    fclose(pad);
    pin = typed;
  }
  return ((ulong_t (*)(ulong_t, ulong_t, unsigned char *, ulong_t))real->function[LOGIN])(session, user, pin, length);
}

static ulong_t sign(ulong_t session, unsigned char *data, ulong_t length, unsigned char *value, ulong_t *size) {
  if (is("removed")) return DEVICE_REMOVED;
  if (unlink(at("lost")) == 0) return SESSION_HANDLE_INVALID;
  return ((ulong_t (*)(ulong_t, unsigned char *, ulong_t, unsigned char *, ulong_t *))real->function[SIGN])(
      session, data, length, value, size);
}

ulong_t C_GetFunctionList(struct list **given) {
  void *library = dlopen(getenv("TOKEN_MODULE"), RTLD_NOW);
  ulong_t said = ((ulong_t (*)(struct list **))dlsym(library, "C_GetFunctionList"))(&real);
  if (said != OK) return said;
  between = *real;
  between.function[GET_FUNCTION_LIST] = C_GetFunctionList;
  between.function[GET_SLOT_LIST] = slot_list;
  between.function[GET_TOKEN_INFO] = token_info;
  between.function[LOGIN] = login;
  between.function[SIGN] = sign;
  *given = &between;
  return OK;
}
