#include "framework/config/results.h"

#include <gtest/gtest.h>

namespace cornu {
namespace {

TEST(Results, are_written_as_keras_has_them) {
  History history;
  history.add(0, {{"loss", 0.5}, {"accuracy", 0.25}});
  history.add(1, {{"loss", 0.125}, {"accuracy", 1}});
  EXPECT_EQ(to_json(history).dump(), R"({"loss": [0.5, 0.125], "accuracy": [0.25, 1.0]})");
  EXPECT_EQ(to_json(Logs{{"loss", 0.5}}).dump(), R"({"loss": 0.5})");
  Logs several;
  several.set_list("f1_score", {0.5, 1});
  EXPECT_EQ(to_json(several).dump(), R"({"f1_score": [0.5, 1.0]})");
  History of_classes;
  of_classes.add(0, several);
  EXPECT_EQ(to_json(of_classes).dump(), R"({"f1_score": [[0.5, 1.0]]})");
}

}  // namespace
}  // namespace cornu
