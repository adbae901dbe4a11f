#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cornu {

/// Kinds of devices. `test` is a device for tests only, whose memory the host cannot touch.
enum class DeviceKind : uint8_t { cpu, cuda, test };
inline constexpr int kDeviceKindCount = 3;

/// Where a tensor's elements lie.
struct Device {
  DeviceKind kind = DeviceKind::cpu;
  int8_t index = 0;

  friend auto operator<=>(const Device&, const Device&) = default;
  std::string text() const;  ///< "cpu:0", as Keras writes it
};

/// "cpu", "gpu", "gpu:1", "test"; DeviceError otherwise.
Device device_from_name(std::string_view name);

}  // namespace cornu
