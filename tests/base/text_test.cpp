#include "framework/base/text.h"

#include <gtest/gtest.h>

namespace cornu {
namespace {

TEST(PrintableText, EscapesWhatATerminalObeys) {
  EXPECT_EQ(printable("plain, ümläut, 猫"), "plain, ümläut, 猫");
  EXPECT_EQ(printable("\x1b[2J\n\x7f"), "\\x1b[2J\\x0a\\x7f");
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae") << "text that runs backwards";
  EXPECT_EQ(printable("M\xfcller"), "M\\xfcller");
  EXPECT_EQ(printable_lines("a\nb\r\x1b"), "a\nb\\x0d\\x1b");
}

TEST(Utf8, IsKnown) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\nü猫😀"));
  EXPECT_FALSE(is_utf8("M\xfcller"));
  EXPECT_FALSE(is_utf8("\xc0\x80"));
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
  EXPECT_FALSE(is_utf8("\xe7\x8c"));
}

}  // namespace
}  // namespace cornu
