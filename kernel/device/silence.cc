#include <node_api.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * TensorFlow prints while it is being loaded, before anything can tell it not to. begin() sends what is written to stderr
 * elsewhere, end() ends that and returns what was written.
 */

static int terminal = -1;
static int kept = -1;

static napi_value begin(napi_env env, napi_callback_info info) {
  kept = memfd_create("stderr", MFD_CLOEXEC);
  terminal = kept < 0 ? -1 : dup(STDERR_FILENO);
  if (terminal >= 0) dup2(kept, STDERR_FILENO);
  return NULL;
}

static napi_value end(napi_env env, napi_callback_info info) {
  napi_value text;
  char *bytes = NULL;
  ssize_t length = 0;
  if (terminal >= 0) {
    dup2(terminal, STDERR_FILENO);
    close(terminal);
    off_t size = lseek(kept, 0, SEEK_END);
    bytes = size > 0 ? static_cast<char *>(malloc(size)) : NULL;
    if (bytes != NULL) length = pread(kept, bytes, size, 0);
  }
  if (kept >= 0) close(kept);
  terminal = kept = -1;
  napi_create_string_utf8(env, bytes == NULL ? "" : bytes, length > 0 ? length : 0, &text);
  free(bytes);
  return text;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "begin", NAPI_AUTO_LENGTH, begin, NULL, &function);
  napi_set_named_property(env, exports, "begin", function);
  napi_create_function(env, "end", NAPI_AUTO_LENGTH, end, NULL, &function);
  napi_set_named_property(env, exports, "end", function);
  return exports;
}
