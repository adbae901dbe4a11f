#include "framework/config/overrides.h"

#include <gtest/gtest.h>

#include "tests/support/error_of.h"

namespace cornu {
namespace {

const std::vector<std::string> kSections = {"model", "fit", "seed"};

Json document() {
  return parse_json(R"({"model": {"layers": [{"units": 1}, {"units": 2}]}, "seed": 1})",
                    "run.json");
}

Json with(std::string_view assignment) {
  Json json = document();
  apply_override(json, assignment, kSections);
  return json;
}

std::string error(std::string_view assignment) {
  return error_of([&] { with(assignment); });
}

TEST(Overrides, replace_members_and_elements) {
  EXPECT_EQ(with("seed=7")["seed"].as_int(), 7);
  EXPECT_EQ(with("model.layers.1.units=64").dump(),
            R"({"model": {"layers": [{"units": 1}, {"units": 64}]}, "seed": 1})");
  EXPECT_EQ(with("seed=null")["seed"].is_null(), true);
  EXPECT_EQ(with(R"(model.layers=[])")["model"]["layers"].size(), 0U);
}

TEST(Overrides, take_what_is_no_json_as_a_string) {
  EXPECT_EQ(with("model.name=small")["model"]["name"].as_string(), "small");
  EXPECT_EQ(with("model.name=a=b")["model"]["name"].as_string(), "a=b");
  EXPECT_EQ(with("model.name=")["model"]["name"].as_string(), "");
}

TEST(Overrides, make_sections_and_configs) {
  EXPECT_EQ(with("fit.epochs=3")["fit"]["epochs"].as_int(), 3);
  EXPECT_EQ(with("model.config.name=x")["model"]["config"]["name"].as_string(), "x");
}

TEST(Overrides, leave_the_original_alone) {
  const Json before = document();
  Json changed = before;
  apply_override(changed, "model.layers.0.units=9", kSections);
  EXPECT_EQ(before, document());
}

TEST(Overrides, say_where_the_path_ends) {
  EXPECT_EQ(error("fti.epochs=3"),
            "ConfigError: --set fti.epochs=3: there is no \"fti\". Did you mean \"fit\"?");
  EXPECT_EQ(error("model.layer.0.units=3"),
            "ConfigError: --set model.layer.0.units=3: there is no \"model.layer\". Did you mean "
            "\"layers\"?");
  EXPECT_EQ(error("model.layers.2.units=3"),
            "ConfigError: --set model.layers.2.units=3: \"model.layers\" is a list of 2, counted "
            "from 0; it has no \"2\".");
  EXPECT_EQ(error("model.layers.last=3"),
            "ConfigError: --set model.layers.last=3: \"model.layers\" is a list of 2, counted from "
            "0; it has no \"last\".");
  EXPECT_EQ(error("seed.x=3"),
            "ConfigError: --set seed.x=3: \"seed\" is 1 and has no member \"x\".");
  EXPECT_EQ(error("seed"),
            "ConfigError: --set seed: it must be a path and a value, as in fit.epochs=3.");
}

TEST(Overrides, remember_the_option) {
  EXPECT_EQ(error_of([] { (void)with("seed=abc")["seed"].as_int(); }),
            "ConfigError: the value must be an integer, not the string \"abc\".\n"
            "  at --set seed=abc:1:1");
}

}  // namespace
}  // namespace cornu
