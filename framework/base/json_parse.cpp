#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/json.h"
#include "framework/base/json_source.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

constexpr size_t kDeepest = 512;
constexpr std::string_view kTokenEnds = "{}[],: \t\r\n/\"";

bool ends_line(char c) { return c == '\n' || c == '\r'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Finds where the tokens of a document stand: nlohmann's events come without places. It follows
/// them one by one over text that nlohmann has accepted so far.
class TokenFinder {
 public:
  explicit TokenFinder(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = line_start_ = 3;  // a byte order mark
  }

  /// Skips to the next token, but not beyond `last`; it becomes the current one.
  void advance(size_t last = std::string_view::npos) {
    at_ = end_of_token();
    skip_to_token(std::min(last, text_.size()));
  }
  /// The rest of the text, from the current token on.
  std::string_view rest() const { return text_.substr(at_); }
  uint32_t line() const { return line_; }
  uint32_t column() const { return static_cast<uint32_t>(at_ - line_start_ + 1); }
  void move_to(size_t offset) {
    while (at_ < offset) step();
  }
  size_t offset() const { return at_; }

 private:
  void step() {
    if (text_[at_++] != '\n') return;
    ++line_;
    line_start_ = at_;
  }

  size_t end_of_token() {
    if (!started_ || at_ == text_.size()) return at_;
    size_t end = at_ + 1;
    if (text_[at_] == '"') {
      while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
      return std::min(end + 1, text_.size());
    }
    if (std::string_view("{}[]").find(text_[at_]) != std::string_view::npos) return end;
    return std::min(text_.find_first_of(kTokenEnds, end), text_.size());
  }

  void skip_to_token(size_t last) {
    started_ = true;
    while (at_ < last) {
      if (is_space(text_[at_]) || text_[at_] == ',' || text_[at_] == ':') {
        step();
      } else if (rest().starts_with("//")) {
        while (at_ < text_.size() && !ends_line(text_[at_])) step();
      } else if (rest().starts_with("/*")) {
        move_to(std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2);
      } else {
        return;
      }
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  uint32_t line_ = 1;
  bool started_ = false;
};

/// nlohmann reads no NaN, Infinity, -Infinity. They are replaced by integers of the same length,
/// and recognised in the original text. Strings and comments are left alone.
std::string replace_special_numbers(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i)
        if (text[i] == '\\') ++i;
      ++i;
    } else if (text.substr(i).starts_with("//")) {
      i = std::min(text.find_first_of("\r\n", i), text.size());
    } else if (text.substr(i).starts_with("/*")) {
      i = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
    } else if (kTokenEnds.find(text[i]) != std::string_view::npos) {
      ++i;
    } else {
      const size_t end = std::min(text.find_first_of(kTokenEnds, i), text.size());
      const std::string_view token = text.substr(i, end - i);
      if (token == "NaN" || token == "Infinity") out.replace(i, end - i, end - i, '1');
      if (token == "-Infinity") out.replace(i + 1, end - i - 1, end - i - 1, '1');
      i = end;
    }
  }
  return out;
}

/// What nlohmann says, without its preamble and its copy of the last token, which may be of any
/// length and bytes: ` in a value: invalid literal; expected …`.
std::string reason(std::string_view what) {
  if (what.find("number overflow") != what.npos) return ": a number is beyond double";
  if (what.find("an empty input") != what.npos)  // newer versions: as the older ones said
    return " in value: unexpected end of input; expected '[', '{', or a literal";
  constexpr std::string_view kStart = "syntax error while parsing ";
  if (const size_t at = what.find(kStart); at != what.npos) what.remove_prefix(at + kStart.size());
  const std::string_view place = what.substr(0, what.find(" - "));
  what.remove_prefix(std::min(what.size(), place.size() + 3));
  std::string detail(what.substr(0, what.find("; last read: '")));
  if (const size_t at = what.rfind("; expected "); at != what.npos && at >= detail.size())
    detail += what.substr(at);
  return concat(" in ", place, ": ", detail);
}

}  // namespace

/// Builds the value from nlohmann's events, with a stack of its own: depth costs no calls.
class JsonBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonBuilder(std::string_view text, std::string_view name)
      : tokens_(text), source_(std::make_shared<JsonSource>()) {
    source_->name = name;
  }

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(int64_t value) override { return number(Json(value)); }
  bool number_unsigned(uint64_t value) override {
    if (value > INT64_MAX) pending_error_ = "is an integer beyond 64 bits";
    return number(Json(static_cast<int64_t>(value)));
  }
  bool number_float(double value, const std::string& digits) override {
    if (digits.find_first_of(".eE") == std::string::npos)
      pending_error_ = "is an integer beyond 64 bits";
    return number(Json(value));
  }
  bool string(std::string& value) override { return add(Json(std::move(value))); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool end_object() override {
    refuse_repeated_keys();
    return close();
  }
  bool key(std::string& name) override {
    tokens_.advance();
    refuse_nul_in(name);
    open_.back().key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    const std::string_view what = error.what();
    const size_t size = tokens_.offset() + tokens_.rest().size();
    const bool ended = what.find("unexpected end of input") != what.npos;
    const size_t last = ended ? size : std::min(position, size) - (position > 0 && size > 0);
    // Inside a string point at the byte, else at the start of what was not understood.
    const bool inside =
        what.find("invalid string") != what.npos && what.find("missing closing quote") == what.npos;
    inside ? tokens_.move_to(last) : tokens_.advance(last);
    fail_here(concat("wrong JSON syntax", reason(what), "."));
  }

  /// Refuses text that nlohmann would end at.
  void refuse_nul_bytes() {
    if (const size_t at = tokens_.rest().find('\0'); at != std::string_view::npos) {
      tokens_.move_to(tokens_.offset() + at);
      fail_here("a NUL byte stands in the JSON text.");
    }
  }

  Json take() { return std::move(root_); }

 private:
  struct Open {
    Json value;
    std::string key;  // of the member that comes next
  };

  /// No name or path has one, and as a path it would mean another file.
  void refuse_nul_in(const std::string& text) {
    if (text.find('\0') != text.npos)
      fail_here(concat("the text ", quote(text), " has a NUL character."));
  }

  [[noreturn]] void fail_here(std::string message) {
    ConfigError error(std::move(message));
    if (!source_->name.empty())
      error.add_place(concat("at ", source_->name, ":", tokens_.line(), ":", tokens_.column()));
    throw error;
  }

  /// Notes where the current token stands.
  Json placed(Json value) {
    JsonSource::Place place;
    place.line = tokens_.line();
    place.column = tokens_.column();
    if (!open_.empty()) {
      const Open& parent = open_.back();
      place.parent = parent.value.place_;
      place.element = parent.value.is_array();
      if (place.element) place.index = static_cast<uint32_t>(parent.value.size());
      place.key = parent.key;
    }
    value.place_ = static_cast<uint32_t>(source_->places.size());
    if (!source_->name.empty()) value.source_ = source_;
    source_->places.push_back(std::move(place));
    return value;
  }

  bool add(Json value) {
    tokens_.advance();
    if (value.is_string()) refuse_nul_in(value.as_string());
    store(placed(std::move(value)));
    return true;
  }

  bool number(Json value) {
    tokens_.advance();
    const std::string_view text = tokens_.rest();
    if (text.starts_with("NaN")) value = std::numeric_limits<double>::quiet_NaN();
    if (text.starts_with("Infinity")) value = std::numeric_limits<double>::infinity();
    if (text.starts_with("-Infinity")) value = -std::numeric_limits<double>::infinity();
    if (pending_error_) {
      const size_t end = text.find_first_not_of("+-0123456789");
      fail_here(concat(quote(text.substr(0, end)), " ", pending_error_, "."));
    }
    store(placed(std::move(value)));
    return true;
  }

  bool open(Json value) {
    tokens_.advance();
    if (open_.size() == kDeepest)
      fail_here(concat("lists and objects are nested more than ", kDeepest, " deep."));
    open_.push_back({placed(std::move(value)), ""});
    return true;
  }

  bool close() {
    tokens_.advance();
    Json value = std::move(open_.back().value);
    open_.pop_back();
    store(std::move(value));
    return true;
  }

  void store(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    // Not set(), which looks for the key first: large objects would take quadratic time.
    if (parent.value.is_array()) {
      parent.value.push_back(std::move(value));
    } else {
      std::get<std::shared_ptr<Json::Object>>(parent.value.value_)
          ->push_back({std::move(parent.key), std::move(value)});
    }
    parent.key.clear();
  }

  void refuse_repeated_keys() {
    const Json::Object& members = open_.back().value.as_object();
    std::vector<const JsonMember*> sorted;
    for (const JsonMember& member : members) sorted.push_back(&member);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const JsonMember* a, const JsonMember* b) { return a->key < b->key; });
    const auto twice = std::adjacent_find(
        sorted.begin(), sorted.end(),
        [](const JsonMember* a, const JsonMember* b) { return a->key == b->key; });
    if (twice == sorted.end()) return;
    fail_at((*(twice + 1))->value,
            concat("the key ", quote((*twice)->key), " stands twice, first in line ",
                   (*twice)->value.line(), "."));
  }

  TokenFinder tokens_;
  std::shared_ptr<JsonSource> source_;
  std::vector<Open> open_;
  Json root_;
  const char* pending_error_ = nullptr;
};

Json parse_json(std::string_view text, std::string_view source_name) {
  JsonBuilder builder(text, source_name);
  builder.refuse_nul_bytes();
  const bool special = text.find("NaN") != text.npos || text.find("Infinity") != text.npos;
  const std::string replaced = special ? replace_special_numbers(text) : std::string();
  const std::string_view read = special ? replaced : text;
  const bool done = nlohmann::json::sax_parse(read.begin(), read.end(), &builder,
                                              nlohmann::json::input_format_t::json,
                                              /*strict=*/true, /*ignore_comments=*/true);
  CORNU_CHECK(done, "the JSON reader stopped without an error");
  return builder.take();
}

}  // namespace cornu
