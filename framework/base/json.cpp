#include "framework/base/json.h"

#include <algorithm>
#include <bit>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/json_source.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

/// The list or object that may be changed: a copy where others share it.
template <class T>
T& own(std::shared_ptr<T>& shared) {
  if (shared.use_count() != 1) shared = std::make_shared<T>(*shared);
  return *shared;
}

[[noreturn]] void fail_type(const Json& json, std::string_view expected) {
  const std::string subject = json.subject();
  fail_at(json, concat(subject.empty() ? "the value" : quote(subject), " must be ", expected,
                       ", not ", json.brief(), "."));
}

}  // namespace

Json::Json(std::string value) : value_(std::make_shared<const std::string>(std::move(value))) {}
Json::Json(Array elements) : value_(std::make_shared<Array>(std::move(elements))) {}
Json::Json(Object members) : value_(std::make_shared<Object>(std::move(members))) {}
Json Json::object() { return Json(Object{}); }

bool Json::as_bool() const {
  if (!is_bool()) fail_type(*this, "true or false");
  return std::get<bool>(value_);
}

int64_t Json::as_int() const {
  if (!is_int()) fail_type(*this, "an integer");
  return std::get<int64_t>(value_);
}

double Json::as_double() const {
  if (is_int()) return static_cast<double>(std::get<int64_t>(value_));
  if (type() != Type::number) fail_type(*this, "a number");
  return std::get<double>(value_);
}

const std::string& Json::as_string() const {
  if (!is_string()) fail_type(*this, "a string");
  return *std::get<Shared<const std::string>>(value_);
}

const Json::Array& Json::as_array() const {
  if (!is_array()) fail_type(*this, "a list");
  return *std::get<Shared<Array>>(value_);
}

const Json::Object& Json::as_object() const {
  if (!is_object()) fail_type(*this, "an object");
  return *std::get<Shared<Object>>(value_);
}

const Json* Json::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  for (const JsonMember& member : as_object())
    if (member.key == key) return &member.value;
  return nullptr;
}

const Json& Json::operator[](std::string_view key) const {
  (void)as_object();
  if (const Json* found = find(key)) return *found;
  fail_at(*this, concat(quote(key), " is missing."));
}

const Json& Json::at(size_t index) const {
  const Array& elements = as_array();
  if (index >= elements.size())
    fail_at(*this, concat("the list has ", elements.size(), " elements; number ", index,
                          ", counted from 0, is asked for."));
  return elements[index];
}

size_t Json::size() const {
  if (is_array()) return as_array().size();
  return is_object() ? as_object().size() : 0;
}

Json& Json::set(std::string_view key, Json value) {
  if (is_null()) value_ = std::make_shared<Object>();
  (void)as_object();
  Object& members = own(std::get<Shared<Object>>(value_));
  for (JsonMember& member : members) {
    if (member.key != key) continue;
    member.value = std::move(value);
    return *this;
  }
  members.push_back({std::string(key), std::move(value)});
  return *this;
}

void Json::erase(std::string_view key) {
  if (!find(key)) return;
  std::erase_if(own(std::get<Shared<Object>>(value_)),
                [&](const JsonMember& member) { return member.key == key; });
}

void Json::push_back(Json value) {
  if (is_null()) value_ = std::make_shared<Array>();
  (void)as_array();
  own(std::get<Shared<Array>>(value_)).push_back(std::move(value));
}

bool operator==(const Json& a, const Json& b) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Json::Type::null:
      return true;
    case Json::Type::boolean:
      return a.as_bool() == b.as_bool();
    case Json::Type::integer:
      return a.as_int() == b.as_int();
    case Json::Type::number:
      return std::bit_cast<uint64_t>(a.as_double()) == std::bit_cast<uint64_t>(b.as_double());
    case Json::Type::string:
      return a.as_string() == b.as_string();
    case Json::Type::array:
      return a.as_array() == b.as_array();
    case Json::Type::object:
      break;
  }
  const auto& members = a.as_object();
  if (&members == &b.as_object()) return true;
  return members.size() == b.size() &&
         std::all_of(members.begin(), members.end(), [&](const JsonMember& member) {
           const Json* other = b.find(member.key);
           return other && member.value == *other;
         });
}

size_t Json::hash() const {
  const size_t seed = value_.index();
  switch (type()) {
    case Type::null:
      return seed;
    case Type::boolean:
      return hash_combine(seed, as_bool());
    case Type::integer:
      return hash_combine(seed, static_cast<size_t>(as_int()));
    case Type::number:
      return hash_combine(seed, hash_of(as_double()));
    case Type::string:
      return hash_combine(seed, hash_of(as_string()));
    case Type::array: {
      size_t all = seed;
      for (const Json& element : as_array()) all = hash_combine(all, element.hash());
      return all;
    }
    case Type::object:
      break;
  }
  size_t all = seed;  // a sum: the order of members does not matter
  for (const JsonMember& member : as_object())
    all += hash_combine(hash_of(member.key), member.value.hash());
  return all;
}

std::string Json::brief() const {
  switch (type()) {
    case Type::string:
      return concat("the string ", quote(as_string()));
    case Type::array:
      return concat("a list of ", size());
    case Type::object:
      return "an object";
    default:
      return dump();
  }
}

std::string Json::source() const { return source_ ? source_->name : ""; }
int64_t Json::line() const { return source_ ? source_->places[place_].line : 0; }
int64_t Json::column() const { return source_ ? source_->places[place_].column : 0; }

std::string Json::pointer() const {
  std::string path;
  if (!source_) return path;
  for (uint32_t row = place_; row != 0; row = source_->places[row].parent) {
    const JsonSource::Place& place = source_->places[row];
    std::string step = "/";
    if (place.element) append(step, place.index);
    for (const char c : place.key) step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    path.insert(0, step);
  }
  return path;
}

std::string Json::subject() const {
  std::string text;
  if (!source_) return text;
  for (uint32_t row = place_; row != 0; row = source_->places[row].parent) {
    const JsonSource::Place& place = source_->places[row];
    if (!place.element) return place.key + text;
    text.insert(0, concat("[", place.index, "]"));
  }
  return text;
}

std::string Json::where() const {
  if (!source_) return "";
  std::string path = pointer();
  constexpr size_t kLongest = 400;  // a hostile file may nest long names
  if (path.size() > kLongest) path = "…" + path.substr(path.size() - kLongest);
  const std::string place = concat(source_->name, ":", line(), ":", column());
  if (path.empty()) return place;
  path = quote(path);  // only to escape: names come from the file
  return concat(place, " (", std::string_view(path).substr(1, path.size() - 2), ")");
}

void fail_at(const Json& value, std::string message) {
  ConfigError error(std::move(message));
  if (const std::string place = value.where(); !place.empty()) error.add_place("at " + place);
  throw error;
}

}  // namespace cornu
