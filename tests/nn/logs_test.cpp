#include "framework/nn/logs.h"

#include <gtest/gtest.h>

namespace cornu {
namespace {

TEST(Logs, HoldOneNumberOrSeveral) {
  Logs logs = {{"loss", 1}};
  logs.set_list("f1_score", {0.5, 1.0, 0.0});
  EXPECT_EQ(logs["f1_score"], 0.5);  // the mean, as the bar shows
  EXPECT_EQ(*logs.list("f1_score"), (std::vector<double>{0.5, 1, 0}));
  EXPECT_EQ(logs.list("loss"), nullptr);
  Logs all;
  all.merge(logs, "val_");
  EXPECT_EQ(all["val_loss"], 1);
  EXPECT_EQ(all.list("val_f1_score")->size(), 3u);
  logs.set("f1_score", 2);
  EXPECT_EQ(logs.list("f1_score"), nullptr);
  EXPECT_EQ(logs.size(), 2u);
}

TEST(History, HoldsListsByEpoch) {
  History history;
  for (int epoch = 0; epoch < 2; ++epoch) {
    Logs logs = {{"loss", 1}};
    logs.set_list("precision", {0.25 * epoch, 0.75});
    history.add(epoch, logs);
  }
  EXPECT_EQ(history["precision"], (std::vector<double>{0.375, 0.5}));
  EXPECT_EQ((*history.lists("precision"))[1], (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(history.lists("loss"), nullptr);
}

}  // namespace
}  // namespace cornu
