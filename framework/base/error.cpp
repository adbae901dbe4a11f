#include "framework/base/error.h"

#include <utility>

#include "framework/base/text.h"

namespace cornu {

Error::Error(std::string_view kind, std::string message)
    : std::runtime_error(""), kind_(kind), message_(std::move(message)) {
  render();
}

void Error::add_place(std::string place) {
  places_.push_back(std::move(place));
  render();
}

void Error::render() {
  text_ = printable_lines(concat(kind_, ": ", message_));
  for (const std::string& place : places_) text_ += "\n  " + printable(place);
}

InternalError::InternalError(std::string message)
    : Error("InternalError",
            std::move(message) + "\n  hint: this is a bug in Cornu; please report it.") {}

void check_failed(const char* condition, const std::string& facts, std::string_view file,
                  int line) {
  if (const auto at = file.rfind("framework/"); at != std::string_view::npos)
    file.remove_prefix(at);
  fail<InternalError>("check failed: ", condition, facts.empty() ? "" : ": ", facts, " (", file,
                      ":", line, ")");
}

}  // namespace cornu
