#include "framework/base/config_value.h"

#include <algorithm>
#include <cctype>

#include "framework/base/strings.h"

namespace cornu {

namespace {

bool starts_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '@';
}
bool in_word(char c) {
  return starts_word(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '.';
}

/// A string that needs no quotes: a word that is no JSON literal.
bool is_word(std::string_view text) {
  return !text.empty() && starts_word(text[0]) && std::all_of(text.begin(), text.end(), in_word) &&
         text != "true" && text != "false" && text != "null" && text != "NaN" && text != "Infinity";
}

/// Where the value that starts at `at` ends: a comma outside of brackets and strings, or the end.
size_t value_end(std::string_view text, size_t at) {
  int depth = 0;
  bool in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      break;
    }
  }
  return std::min(at, text.size());
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// `axis=1, padding=same` as a JSON object.
Json read_assignments(std::string_view text) {
  Json object = Json::object();
  for (size_t at = 0; at < text.size();) {
    const size_t equals = text.find('=', at);
    const std::string_view name = trim(text.substr(at, equals - at));
    if (equals == std::string_view::npos || !is_word(name))
      fail<ConfigError>("attributes: expected name=value, not ", quote(trim(text.substr(at))), ".");
    if (object.contains(name)) fail<ConfigError>("attributes: ", quote(name), " stands twice.");
    const size_t end = value_end(text, equals + 1);
    const std::string_view value = trim(text.substr(equals + 1, end - equals - 1));
    object.set(name, is_word(value) ? Json(value) : parse_json(value, ""));
    at = end + 1;
  }
  return object;
}

}  // namespace

void ConfigValue::hold(void* config) {
  static_assert(sizeof(Block) % alignof(std::max_align_t) == 0);
  CORNU_CHECK(type_->alignment <= alignof(Block), "an over-aligned configuration");
  void* memory = ::operator new(sizeof(Block) + type_->size);
  Block* block = ::new (memory) Block;
  try {
    type_->move(block->config(), config);
  } catch (...) {
    ::operator delete(memory);
    throw;
  }
  block_ = block;
}

void ConfigValue::release() noexcept {
  if (!block_ || block_->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  type_->destroy(block_->config());
  ::operator delete(block_);
}

ConfigValue ConfigValue::from_json(const ConfigType& type, const Json& json,
                                   const ReadContext& context) {
  ConfigValue value(type);
  void* memory = ::operator new(sizeof(Block) + type.size);
  Block* block = ::new (memory) Block;
  try {
    type.construct(block->config());
  } catch (...) {
    ::operator delete(memory);
    throw;
  }
  value.block_ = block;  // from here on its destructor cleans up
  config_from_json(type, block->config(), json, context);
  return value;
}

std::string ConfigValue::text() const {
  std::string out;
  for (const Field& field : type_->fields()) {
    if (field.is_default(data())) continue;
    if (!out.empty()) out += ", ";
    const Json value = field.to_json(data());
    append(out, field.name);
    out += '=';
    out += value.is_string() && is_word(value.as_string()) ? value.as_string() : value.dump();
  }
  return out;
}

ConfigValue ConfigValue::from_text(const ConfigType& type, std::string_view text,
                                   const ReadContext& context) {
  return from_json(type, read_assignments(text), context);
}

}  // namespace cornu
