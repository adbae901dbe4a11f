#pragma once

#include <optional>
#include <vector>

#include "framework/base/choice.h"
#include "framework/nn/initializer.h"

namespace cornu {

enum class FanMode : uint8_t { fan_in, fan_out, fan_avg };
template <>
struct EnumNames<FanMode> {
  static constexpr std::array<std::string_view, 3> names = {"fan_in", "fan_out", "fan_avg"};
};
enum class Distribution : uint8_t { truncated_normal, untruncated_normal, uniform };
template <>
struct EnumNames<Distribution> {
  static constexpr std::array<std::string_view, 3> names = {"truncated_normal",
                                                            "untruncated_normal", "uniform"};
};

namespace initializers {

struct ConstantOptions {
  double value = 0;
  static void fields(auto& field, auto& config) {
    field("value", config.value, "What every element becomes.");
  }
};
struct ZerosOptions {
  static void fields(auto&, auto&) {}
};
struct OnesOptions {
  static void fields(auto&, auto&) {}
};
struct IdentityOptions {
  double gain = 1;
  static void fields(auto& field, auto& config) {
    field("gain", config.gain, "Factor of the identity matrix.");
  }
};
struct OrthogonalOptions {
  double gain = 1;
  std::optional<int64_t> seed = {};
  static void fields(auto& field, auto& config) {
    field("gain", config.gain, "Factor of the orthogonal matrix.");
    field("seed", config.seed, "Makes the values reproducible.");
  }
};

#define CORNU_NORMAL_OPTIONS(Name)                                  \
  struct Name {                                                     \
    double mean = 0;                                                \
    double stddev = 0.05;                                           \
    std::optional<int64_t> seed = {};                               \
    static void fields(auto& field, auto& config) {                 \
      field("mean", config.mean, "Mean of the distribution.");      \
      field("stddev", config.stddev, "Its standard deviation.");    \
      field("seed", config.seed, "Makes the values reproducible."); \
    }                                                               \
  }
CORNU_NORMAL_OPTIONS(RandomNormalOptions);
CORNU_NORMAL_OPTIONS(TruncatedNormalOptions);
#undef CORNU_NORMAL_OPTIONS

struct RandomUniformOptions {
  double minval = -0.05;
  double maxval = 0.05;
  std::optional<int64_t> seed = {};
  static void fields(auto& field, auto& config) {
    field("minval", config.minval, "Lower end.");
    field("maxval", config.maxval, "Upper end, never reached.");
    field("seed", config.seed, "Makes the values reproducible.");
  }
};

struct VarianceScalingOptions {
  double scale = 1;
  Choice<FanMode> mode = FanMode::fan_in;
  Choice<Distribution> distribution = Distribution::truncated_normal;
  std::optional<int64_t> seed = {};
  std::optional<std::vector<int64_t>> input_axes = {};
  std::optional<std::vector<int64_t>> output_axes = {};
  static void fields(auto& field, auto& config) {
    field("scale", config.scale, "Variance times the fan.");
    field("mode", config.mode, "Which fan divides the scale.");
    field("distribution", config.distribution, "What the values are drawn from.");
    field("seed", config.seed, "Makes the values reproducible.");
    field("input_axes", config.input_axes, "Axes whose sizes make fan_in; null: the layout's.");
    field("output_axes", config.output_axes, "Axes whose sizes make fan_out; null: the layout's.");
  }
};

/// The options of an initializer that is variance scaling with its constants given.
#define CORNU_SCALED_OPTIONS(Name)                                                \
  struct Name {                                                                   \
    std::optional<int64_t> seed = {};                                             \
    std::optional<std::vector<int64_t>> input_axes = {};                          \
    std::optional<std::vector<int64_t>> output_axes = {};                         \
    static void fields(auto& field, auto& config) {                               \
      field("seed", config.seed, "Makes the values reproducible.");               \
      field("input_axes", config.input_axes, "Axes whose sizes make fan_in.");    \
      field("output_axes", config.output_axes, "Axes whose sizes make fan_out."); \
    }                                                                             \
  }
CORNU_SCALED_OPTIONS(GlorotNormalOptions);
CORNU_SCALED_OPTIONS(GlorotUniformOptions);
CORNU_SCALED_OPTIONS(HeNormalOptions);
CORNU_SCALED_OPTIONS(HeUniformOptions);
CORNU_SCALED_OPTIONS(LecunNormalOptions);
CORNU_SCALED_OPTIONS(LecunUniformOptions);
#undef CORNU_SCALED_OPTIONS

Initializer Constant(double value = 0);
Initializer GlorotNormal(const GlorotNormalOptions& options = {});
Initializer GlorotUniform(const GlorotUniformOptions& options = {});
Initializer HeNormal(const HeNormalOptions& options = {});
Initializer HeUniform(const HeUniformOptions& options = {});
Initializer Identity(const IdentityOptions& options = {});
Initializer LecunNormal(const LecunNormalOptions& options = {});
Initializer LecunUniform(const LecunUniformOptions& options = {});
Initializer Ones();
Initializer Orthogonal(const OrthogonalOptions& options = {});
Initializer RandomNormal(const RandomNormalOptions& options = {});
Initializer RandomUniform(const RandomUniformOptions& options = {});
Initializer TruncatedNormal(const TruncatedNormalOptions& options = {});
Initializer VarianceScaling(const VarianceScalingOptions& options = {});
Initializer Zeros();

}  // namespace initializers

}  // namespace cornu
