#include "framework/tensor/device.h"

#include <charconv>

#include "framework/base/error.h"

namespace cornu {

namespace {

constexpr std::string_view kNames[kDeviceKindCount] = {"cpu", "gpu", "test"};

}  // namespace

std::string Device::text() const {
  return concat(kNames[static_cast<size_t>(kind)], ":", static_cast<int>(index));
}

Device device_from_name(std::string_view name) {
  const std::string_view kind = name.substr(0, name.find(':'));
  int index = 0;
  bool index_ok = true;
  if (kind.size() < name.size()) {
    const char* end = name.data() + name.size();
    const auto result = std::from_chars(name.data() + kind.size() + 1, end, index);
    const int devices = kind == kNames[0] ? 1 : 128;  // the processor is one
    index_ok = result.ec == std::errc{} && result.ptr == end && index >= 0 && index < devices;
  }
  for (int i = 0; index_ok && i < kDeviceKindCount; ++i)
    if (kind == kNames[i] || (i == 1 && kind == "cuda"))
      return {static_cast<DeviceKind>(i), static_cast<int8_t>(index)};
  fail<DeviceError>("unknown device ", quote(name),
                    ".\n  hint: use \"auto\", \"cpu\", \"gpu\" or \"gpu:1\".");
}

}  // namespace cornu
