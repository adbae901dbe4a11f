#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

#include "framework/nn/input.h"
#include "framework/nn/layer_ref.h"
#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"

namespace cornu {
namespace {

struct DoublingConfig {
  static void fields(auto&, auto&) {}
};

class Doubling : public Layer<DoublingConfig> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    return ops::while_loop([](const Tensors& v) { return ops::sum(v[0]) < 100.0; },
                           [](const Tensors& v) { return Tensors{v[0] * 2.0}; }, {x})[0];
  }
};

TEST(NoGradient, IsNamedWhenAModelIsBuilt) {
  std::ostringstream out;
  const auto logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%v");
  set_logger(logger);
  const Tensor x = Input({2});
  layer<Doubling>({}, {.name = "doubling"})(x);
  EXPECT_EQ(out.str(),
            "layer \"doubling\" (Doubling) cannot be trained through: it uses an op without "
            "gradient, while_loop: the number of its steps is not known before it runs; ops::scan "
            "has one.\n");
  out.str("");
  ops::tanh(x) + 1.0;
  EXPECT_EQ(out.str(), "");
  set_logger(nullptr);
}

}  // namespace
}  // namespace cornu
