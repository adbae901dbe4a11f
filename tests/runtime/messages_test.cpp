#include "framework/runtime/messages.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace cornu {
namespace {

TEST(Messages, WarningsGoToTheHostsLogger) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%l: %v");
  set_logger(logger);
  warn("three {} of them");
  for (int i = 0; i < 2; ++i) warn_once("said once");
  set_logger(nullptr);
  EXPECT_EQ(out.str(), "warning: three {} of them\nwarning: said once\n");
}

TEST(Messages, WarningsGoToStandardErrorOtherwise) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  warn("careful");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: careful\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(Messages, TextGoesToTheHostsSink) {
  std::string text;
  set_print_sink([&](std::string_view part) { text += part; });
  print("a ");
  print("b\n");
  set_print_sink(nullptr);
  EXPECT_EQ(text, "a b\n");
}

}  // namespace
}  // namespace cornu
