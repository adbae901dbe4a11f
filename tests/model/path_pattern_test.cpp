#include "framework/model/callbacks/path_pattern.h"

#include <gtest/gtest.h>

#include "tests/support/error_of.h"

namespace cornu {
namespace {

TEST(PathPattern, TakesPythonsFormats) {
  const Logs logs = {{"epoch", 3}, {"val_loss", 0.12345}};
  EXPECT_EQ(fill_path("a.keras", logs), "a.keras");
  EXPECT_EQ(fill_path("m-{epoch}.keras", logs), "m-3.keras");
  EXPECT_EQ(fill_path("m-{epoch:02d}-{val_loss:.3f}.keras", logs), "m-03-0.123.keras");
  EXPECT_EQ(fill_path("{val_loss}", logs), "0.12345");
  EXPECT_EQ(fill_path("{val_loss:+.2f}{val_loss:.0%}{{x}}", logs), "+0.1212%{x}");
  EXPECT_EQ(fill_path("{epoch:<4}|{epoch:e}|{epoch:3d}", logs), "3   |3.000000e+00|  3");
}

TEST(PathPattern, RefusesWhatItDoesNotKnow) {
  const Logs logs = {{"epoch", 3}, {"loss", 1}};
  EXPECT_EQ(error_of([&] { fill_path("{los}.keras", logs); }),
            "ValueError: the path \"{los}.keras\" names \"los\", which the logs do not have. Did "
            "you mean \"loss\"?");
  EXPECT_EQ(error_of([&] { fill_path("{loss:%n}.keras", logs); }),
            "ValueError: the format \"%n\" is not understood.\n  hint: it is Python's, as in "
            "{epoch:02d} and {val_loss:.3f}.");
}

}  // namespace
}  // namespace cornu
