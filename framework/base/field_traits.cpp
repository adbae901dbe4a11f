#include "framework/base/field_traits.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/field_containers.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

Json schema_type(std::string_view name) { return Json::object().set("type", name); }

std::string quoted_list(std::span<const std::string_view> names) {
  std::vector<std::string> quoted;
  for (const std::string_view name : names) quoted.push_back(quote(name));
  return join(quoted);
}

}  // namespace

void fail_expected(std::string_view what, const Json& got, const ReadContext& context) {
  std::string subject = got.subject();
  if (subject.empty()) subject = context.field;
  std::string message;
  if (!context.owner.empty()) message = concat(context.owner, ": ");
  append(message, subject.empty() ? "the value" : quote(subject));
  fail_at(got, concat(message, " must be ", what, ", not ", got.brief(), "."));
}

bool FieldTraits<bool>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_bool()) fail_expected("true or false", json, context);
  return json.as_bool();
}
Json FieldTraits<bool>::schema() { return schema_type("boolean"); }

int64_t FieldTraits<int64_t>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_int()) fail_expected("an integer", json, context);
  return json.as_int();
}
Json FieldTraits<int64_t>::schema() { return schema_type("integer"); }

double FieldTraits<double>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_number()) fail_expected("a number", json, context);
  return json.as_double();
}
Json FieldTraits<double>::schema() { return schema_type("number"); }

std::string FieldTraits<std::string>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_string()) fail_expected("a string", json, context);
  return json.as_string();
}
Json FieldTraits<std::string>::schema() { return schema_type("string"); }

std::string ChoiceField::type_name(std::span<const std::string_view> names) {
  return "one of " + quoted_list(names);
}

size_t ChoiceField::from_json(const Json& json, const ReadContext& context,
                              std::span<const std::string_view> names) {
  if (!json.is_string()) fail_expected(type_name(names), json, context);
  const auto found = std::find(names.begin(), names.end(), json.as_string());
  if (found == names.end()) fail_expected(type_name(names), json, context);
  return static_cast<size_t>(found - names.begin());
}

Json ChoiceField::schema(std::span<const std::string_view> names) {
  return Json::object().set("enum", Json::Array(names.begin(), names.end()));
}

const Json::Array& list_of(const Json& json, const ReadContext& context) {
  if (!json.is_array()) fail_expected("a list", json, context);
  return json.as_array();
}

std::string element_name(const ReadContext& context, size_t index) {
  return concat(context.field, "[", index, "]");
}

}  // namespace cornu
