#include <gtest/gtest.h>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

TEST(LinearRegression, prints_the_tutorials_numbers) {
  const TemporaryFolder folder;
  const ProgramResult result = run_program("linear_regression", folder.path());
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out,
            "  1  100 * loss = 39.09\n"
            " 11  100 * loss = 30.12\n"
            " 21  100 * loss = 29.73\n"
            " 31  100 * loss = 29.05\n"
            " 41  100 * loss = 28.91\n"
            " 51  100 * loss = 28.89\n"
            " 61  100 * loss = 28.89\n"
            " 71  100 * loss = 28.89\n"
            " 81  100 * loss = 28.88\n"
            " 91  100 * loss = 28.88\n"
            "score = 2.4898 + 9.7749 * hours\n");
}

}  // namespace
}  // namespace cornu
