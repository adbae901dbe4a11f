#include "framework/base/strings.h"

#include <gtest/gtest.h>

namespace cornu {
namespace {

TEST(Strings, NumbersReadAsPythonWritesThem) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(100000), "100000.0");
  EXPECT_EQ(number_text(1e16), "1e+16");
  EXPECT_EQ(number_text(1e-5), "1e-05");
  EXPECT_EQ(number_text(-0.0), "-0.0");
  EXPECT_EQ(number_text(-1.0 / 0.0), "-inf");
}

TEST(Strings, QuotesWhatATerminalWouldObey) {
  EXPECT_EQ(quote("a \"b\" \\ é 漢 🙂"), "\"a \\\"b\\\" \\\\ é 漢 🙂\"");
  EXPECT_EQ(quote("\x1b[2J\n\x7f"), "\"\\x1b[2J\\x0a\\x7f\"");
  EXPECT_EQ(quote("\xc2\x9b"), "\"\\xc2\\x9b\"");           // a control above ASCII
  EXPECT_EQ(quote("\xe2\x80\xae"), "\"\\xe2\\x80\\xae\"");  // right-to-left override
  EXPECT_EQ(quote("\xff\xc3"), "\"\\xff\\xc3\"");
  EXPECT_EQ(quote("\xed\xa0\x80\xc0\x80"), "\"\\xed\\xa0\\x80\\xc0\\x80\"");
  EXPECT_EQ(quote(std::string(300, 'a')), "\"" + std::string(200, 'a') + "…\"");
}

TEST(Strings, SuggestNearNames) {
  const std::vector<std::string> known = {"units", "activation", "use_bias"};
  EXPECT_EQ(suggest("unit", known), " Did you mean \"units\"?");
  EXPECT_EQ(suggest("Activaiton", known), " Did you mean \"activation\"?");
  EXPECT_EQ(suggest("kernel", known), " Known: \"units\", \"activation\", \"use_bias\".");
  EXPECT_EQ(suggest("x", std::vector<std::string>{}), "");
  const std::vector<std::string> letters = {"a", "b"};
  EXPECT_EQ(suggest("c", letters), " Known: \"a\", \"b\".");
  EXPECT_EQ(suggest("", letters), " Known: \"a\", \"b\".");
  EXPECT_EQ(suggest("A", letters), " Did you mean \"a\"?");
}

TEST(Strings, SnakeCaseIsKerass) {
  const std::pair<const char*, const char*> cases[] = {
      {"Conv2D", "conv2d"},    {"BatchNormalization", "batch_normalization"},
      {"PReLU", "p_re_lu"},    {"Conv2DTranspose", "conv2d_transpose"},
      {"LSTM", "lstm"},        {"ConvLSTM2D", "conv_lstm2d"},
      {"Dense", "dense"},      {"RMSNormalization", "rms_normalization"},
      {"my>Scale", "my_scale"}};
  for (const auto& [name, snake] : cases) EXPECT_EQ(snake_case(name), snake);
}

}  // namespace
}  // namespace cornu
