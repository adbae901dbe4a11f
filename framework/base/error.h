#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/strings.h"

namespace cornu {

/// Base of everything Cornu throws. `what()` is the whole block: what happened, a hint, the places.
class Error : public std::runtime_error {
 public:
  Error(std::string_view kind, std::string message);

  const char* what() const noexcept override { return text_.c_str(); }
  /// The message without its kind and places.
  const std::string& message() const { return message_; }
  const std::string& kind() const { return kind_; }
  const std::vector<std::string>& places() const { return places_; }
  /// Appends a line such as `in layer "dense_1" (Dense)`; innermost first.
  void add_place(std::string place);

 private:
  void render();

  std::string kind_;
  std::string message_;
  std::vector<std::string> places_;
  std::string text_;
};

#define CORNU_ERROR_KIND(Name)                                               \
  class Name : public Error {                                                \
   public:                                                                   \
    explicit Name(std::string message) : Error(#Name, std::move(message)) {} \
  }

CORNU_ERROR_KIND(ShapeError);   ///< Shapes that do not fit.
CORNU_ERROR_KIND(DTypeError);   ///< Element types that do not fit.
CORNU_ERROR_KIND(ValueError);   ///< An argument out of its range, a wrong call.
CORNU_ERROR_KIND(ConfigError);  ///< Configurations and run files.
CORNU_ERROR_KIND(FileError);    ///< Files: missing, broken, not writable.
CORNU_ERROR_KIND(DeviceError);  ///< Devices and memory.
/// A mistake in Cornu itself, never the user's.
class InternalError : public Error {
 public:
  explicit InternalError(std::string message);
};

#undef CORNU_ERROR_KIND

/// Throws E with the concatenation of `parts`.
template <class E, class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  throw E(concat(parts...));
}

// File and line come from the macro: clang 14 has no std::source_location.
[[noreturn]] void check_failed(const char* condition, const std::string& facts,
                               std::string_view file, int line);

/// Verifies what only a bug of ours can break.
#define CORNU_CHECK(condition, ...)                                                        \
  do {                                                                                     \
    if (!(condition)) [[unlikely]]                                                         \
      ::cornu::check_failed(#condition, ::cornu::concat(__VA_ARGS__), __FILE__, __LINE__); \
  } while (false)

}  // namespace cornu
