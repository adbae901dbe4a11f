#include "framework/base/json.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/base/error.h"
#include "tests/support/mutations.h"

namespace cornu {
namespace {

std::string error_of(const std::string& text) {
  try {
    (void)parse_json(text, "run.json");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

template <class F>
std::string error_from(F f) {
  try {
    f();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Json, ReadsEveryKindOfValue) {
  const Json json = parse_json(
      "// a run\n{\"a\": [1, -2.5, true, null], /* x */ \"b\": {\"c\": \"\\u00e9\\n\"}}", "x");
  EXPECT_EQ(json["a"][0].as_int(), 1);
  EXPECT_EQ(json["a"][1].as_double(), -2.5);
  EXPECT_TRUE(json["a"][2].as_bool());
  EXPECT_TRUE(json["a"][3].is_null());
  EXPECT_EQ(json["b"]["c"].as_string(), "\xc3\xa9\n");
  EXPECT_EQ(json.dump(), "{\"a\": [1, -2.5, true, null], \"b\": {\"c\": \"\xc3\xa9\\n\"}}");
}

TEST(Json, ReadsPythonsSpecialNumbers) {
  const Json json = parse_json("[NaN, Infinity, -Infinity, \"NaN\", 1] // NaN", "x");
  EXPECT_TRUE(std::isnan(json[0].as_double()));
  EXPECT_EQ(json[1].as_double(), INFINITY);
  EXPECT_EQ(json[2].as_double(), -INFINITY);
  EXPECT_EQ(json[3].as_string(), "NaN");
  EXPECT_EQ(json.dump(), "[NaN, Infinity, -Infinity, \"NaN\", 1]");
  EXPECT_TRUE(error_of("[1NaN]").starts_with("ConfigError: wrong JSON syntax"));
  EXPECT_TRUE(error_of("[-NaN]").starts_with("ConfigError: wrong JSON syntax"));
}

TEST(Json, WritesNumbersAsPythonDoes) {
  const std::pair<double, const char*> cases[] = {
      {0.1, "0.1"},
      {1e-7, "1e-07"},
      {100000.0, "100000.0"},
      {1e16, "1e+16"},
      {1e15, "1000000000000000.0"},
      {123456789012345680.0, "1.2345678901234568e+17"},
      {0.0001, "0.0001"},
      {0.00001, "1e-05"},
      {-0.0, "-0.0"},
      {0.0010000000474974513, "0.0010000000474974513"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {3.0, "3.0"},
      {1e22, "1e+22"},
      {12345.678, "12345.678"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(Json(value).dump(), text);
}

TEST(Json, IndentsAsPythonDoes) {
  const Json json = parse_json(R"({"a": [1, {}], "b": [], "c": {"d": ""}})", "x");
  EXPECT_EQ(json.dump(2),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": [],\n  \"c\": {\n    \"d\": \"\"\n  "
            "}\n}");
}

TEST(Json, KnowsWhereValuesStood) {
  const Json json = parse_json("{\n  \"model\": {\"layers\": [1,\n   {\"a/b\": 2}]}}", "run.json");
  const Json value = json["model"]["layers"][1]["a/b"];
  EXPECT_EQ(value.where(), "run.json:3:12 (/model/layers/1/a~1b)");
  EXPECT_EQ(json["model"]["layers"][0].where(), "run.json:2:24 (/model/layers/0)");
  EXPECT_EQ(json["model"]["layers"][0].subject(), "layers[0]");
  EXPECT_EQ(json.where(), "run.json:1:1");
  EXPECT_EQ(error_from([&] { (void)value.as_string(); }),
            "ConfigError: \"a/b\" must be a string, not 2.\n"
            "  at run.json:3:12 (/model/layers/1/a~1b)");
  EXPECT_EQ(error_from([&] { (void)json["modle"]; }),
            "ConfigError: \"modle\" is missing.\n  at run.json:1:1");
  EXPECT_EQ(parse_json("\xef\xbb\xbf[1]", "bom.json")[0].where(), "bom.json:1:2 (/0)");
}

TEST(Json, FindsPlacesBesideComments) {
  const Json json = parse_json("[1, // one\r 2, /* \n\n */ 3, // NaN\n NaN //\n]", "x");
  EXPECT_EQ(json[1].where(), "x:1:13 (/1)");
  EXPECT_EQ(json[2].where(), "x:3:5 (/2)");
  EXPECT_EQ(json[3].where(), "x:4:2 (/3)");
}

TEST(Json, CopiesAreIndependent) {
  Json a = parse_json(R"({"x": [1]})", "x");
  Json b = a;
  b.set("x", 2);
  b.set("y", "new");
  EXPECT_EQ(a.dump(), "{\"x\": [1]}");
  EXPECT_EQ(b.dump(), "{\"x\": 2, \"y\": \"new\"}");
  b.erase("x");
  EXPECT_EQ(b, Json::object().set("y", "new"));
  EXPECT_EQ(parse_json(R"({"p": 1, "q": 2})", "x"), parse_json(R"({"q": 2, "p": 1})", "y"));
  EXPECT_EQ(parse_json(R"({"p": 1, "q": 2})", "x").hash(),
            parse_json(R"({"q": 2, "p": 1})", "y").hash());
  EXPECT_NE(Json(1), Json(1.0));
}

TEST(Json, SyntaxErrorsNameThePlace) {
  EXPECT_EQ(error_of("{\"a\": 1,\n \"b\" 2}"),
            "ConfigError: wrong JSON syntax in object separator: unexpected number literal; "
            "expected ':'.\n  at run.json:2:6");
  EXPECT_EQ(error_of("[1, 2"),
            "ConfigError: wrong JSON syntax in array: unexpected end of input; expected ']'.\n"
            "  at run.json:1:6");
  EXPECT_EQ(error_of(""),
            "ConfigError: wrong JSON syntax in value: unexpected end of input; expected '[', '{', "
            "or a literal.\n  at run.json:1:1");
  EXPECT_EQ(error_of("{\"a\": tru}"),
            "ConfigError: wrong JSON syntax in value: invalid literal.\n  at run.json:1:7");
  EXPECT_EQ(error_of("{\"a\": 1,}"),
            "ConfigError: wrong JSON syntax in object key: unexpected '}'; expected string "
            "literal.\n  at run.json:1:9");
  EXPECT_EQ(error_of("[1,\n,2]"),
            "ConfigError: wrong JSON syntax in value: unexpected ','; expected '[', '{', or a "
            "literal.\n  at run.json:2:1");
  EXPECT_EQ(error_of("{\"a\": \"b}"),
            "ConfigError: wrong JSON syntax in value: invalid string: missing closing quote.\n"
            "  at run.json:1:7");
  EXPECT_EQ(error_of("[1] 2"),
            "ConfigError: wrong JSON syntax in value: unexpected number literal; expected end of "
            "input.\n  at run.json:1:5");
  EXPECT_EQ(error_of("[\"a\nb\"]").substr(0, 97),
            "ConfigError: wrong JSON syntax in value: invalid string: control character U+000A "
            "(LF) must be es");
  EXPECT_TRUE(
      error_of("[\"\xff\"]")
          .starts_with(
              "ConfigError: wrong JSON syntax in value: invalid string: ill-formed UTF-8 byte"));
}

TEST(Json, RefusesWhatHostileFilesHold) {
  EXPECT_EQ(error_of("{\"a\": 1,\n\"a\": 2}"),
            "ConfigError: the key \"a\" stands twice, first in line 1.\n  at run.json:2:6 (/a)");
  EXPECT_EQ(error_of(std::string("{}\0x", 4)),
            "ConfigError: a NUL byte stands in the JSON text.\n  at run.json:1:3");
  EXPECT_EQ(error_of("[1e999]"),
            "ConfigError: wrong JSON syntax: a number is beyond double.\n  at run.json:1:2");
  EXPECT_EQ(error_of("[18446744073709551615]"),
            "ConfigError: \"18446744073709551615\" is an integer beyond 64 bits.\n"
            "  at run.json:1:2");
  EXPECT_EQ(error_of("[-99999999999999999999999]"),
            "ConfigError: \"-99999999999999999999999\" is an integer beyond 64 bits.\n"
            "  at run.json:1:2");
  EXPECT_EQ(parse_json("[9223372036854775807]", "x")[0].as_int(), INT64_MAX);
  const std::string deep(100000, '[');
  EXPECT_EQ(error_of(deep),
            "ConfigError: lists and objects are nested more than 512 deep.\n  at run.json:1:513");
  EXPECT_EQ(error_of(std::string(512, '[') + std::string(512, ']')), "no error");
  for (const char* broken : {"/", "/*", "//", "\"", "\"\\", "[\"\\", "-", "{\"a\"", "NaN/", "nul"})
    EXPECT_TRUE(error_of(broken).starts_with("ConfigError: wrong JSON syntax")) << broken;
}

TEST(Json, WithstandsBrokenText) {
  const std::string text =
      "// a run\n{\"model\": {\"layers\": [1, -2.5e3, true, null, NaN, -Infinity]},\n"
      " /* x */ \"caf\\u00e9\": \"\\ud83d\\ude42\\n\", \"k\": [[], {}, [{}]]}";
  expect_read_or_refused<ConfigError>(
      text, [](const std::string& broken) { (void)parse_json(broken, "x").dump(); }, 20'000);
}

TEST(JsonText, HasNoNulCharacters) {
  EXPECT_EQ(error_of("{\"path\": \"a\\u0000.keras\"}"),
            "ConfigError: the text \"a\\x00.keras\" has a NUL character.\n  at run.json:1:10");
  EXPECT_EQ(error_of("{\"a\\u0000\": 1}"),
            "ConfigError: the text \"a\\x00\" has a NUL character.\n  at run.json:1:2");
}

}  // namespace
}  // namespace cornu
