#include "framework/model/callbacks/csv_logger.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/keras_pattern.h"
#include "tests/support/temporary_folder.h"

/// The text of the files that Keras 3.15 writes, but for the last digits of its numbers.
namespace cornu {
namespace {

/// The file with numbers of six digits.
std::string rounded_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  std::string rounded, number;
  for (const char c : text.str()) {
    if ((c >= '0' && c <= '9') || c == '.') {
      number += c;
      continue;
    }
    if (number.size() > 8) {
      std::stringstream six;
      six << std::stod(number);
      number = six.str();
    }
    rounded += number + c;
    number.clear();
  }
  return rounded + number;
}

void fit(const Sequential& model, int64_t epochs, const CallbackRef& logger) {
  model.fit(line_x(), line_y(),
            {.epochs = epochs, .verbose = 0, .shuffle = false, .callbacks = {logger}});
}

TEST(CSVLogger, AppendsBelowTheHeader) {
  const TemporaryFolder folder;
  const std::string path = folder / "log.csv";
  for (int run = 0; run < 2; ++run)
    fit(line({.metrics = {"mae"}}), 2, callbacks::CSVLogger(path, {.append = true}));
  const std::string once = "0,1.83826,1.15032,NA,NA\r\n1,1.25319,0.970671,NA,NA\r\n";
  EXPECT_EQ(rounded_text(path), "epoch,loss,mae,val_loss,val_mae\r\n" + once + once);
}

TEST(CSVLogger, GivesAnEmptyFileAHeader) {
  const TemporaryFolder folder;
  const std::string path = folder / "log.csv";
  std::ofstream(path).close();
  fit(line(), 1, callbacks::CSVLogger(path, {.separator = "\t", .append = true}));
  EXPECT_EQ(rounded_text(path), "epoch\tloss\tval_loss\r\n0\t1.83826\tNA\r\n");
}

TEST(CSVLogger, StartsAnewWithoutAppend) {
  const TemporaryFolder folder;
  const std::string path = folder / "log.csv";
  for (int run = 0; run < 2; ++run) fit(line(), 1, callbacks::CSVLogger(path));
  EXPECT_EQ(rounded_text(path), "epoch,loss,val_loss\r\n0,1.83826,NA\r\n");
}

}  // namespace
}  // namespace cornu
