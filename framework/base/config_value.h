#pragma once

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/base/error.h"
#include "framework/base/fields.h"

namespace cornu {

struct NoFields {
  static void fields(auto&, auto&) {}
};

/// An immutable configuration of any type: two pointers, shared by copies; the attributes of an op
/// are one. Defaults and empty configurations allocate nothing, others one block.
class ConfigValue {
 public:
  ConfigValue() : ConfigValue(config_type<NoFields>()) {}
  /// The defaults of that type.
  explicit ConfigValue(const ConfigType& type) : type_(&type) {}
  template <class C>
  requires(!std::same_as<C, ConfigValue>) && HasFields<C> ConfigValue(C config)
      : type_(&config_type<C>()) {
    if constexpr (!std::is_empty_v<C>) hold(&config);
  }
  ConfigValue(const ConfigValue& other) noexcept : type_(other.type_), block_(other.block_) {
    if (block_) block_->references.fetch_add(1, std::memory_order_relaxed);
  }
  ConfigValue(ConfigValue&& other) noexcept
      : type_(other.type_), block_(std::exchange(other.block_, nullptr)) {}
  ConfigValue& operator=(ConfigValue other) noexcept {
    std::swap(type_, other.type_);
    std::swap(block_, other.block_);
    return *this;
  }
  ~ConfigValue() { release(); }

  const ConfigType& type() const { return *type_; }
  const void* data() const { return block_ ? block_->config() : type_->defaults(); }
  template <HasFields C>
  bool is() const {
    return type_ == &config_type<C>();
  }
  template <HasFields C>
  const C& as() const {
    CORNU_CHECK(is<C>(), "a configuration is read as another type");
    return *static_cast<const C*>(data());
  }

  friend bool operator==(const ConfigValue& a, const ConfigValue& b) {
    return a.type_ == b.type_ &&
           (a.block_ == b.block_ || configs_equal(*a.type_, a.data(), b.data()));
  }
  size_t hash() const { return hash_config(*type_, data()); }

  Json to_json() const { return config_to_json(*type_, data()); }
  static ConfigValue from_json(const ConfigType& type, const Json& json,
                               const ReadContext& context = {});
  /// `axis=1, keepdims=true`: the members that differ from their defaults, values as JSON on one
  /// line, but a string that is a word stands bare (`padding=same`, `body=@loop`).
  std::string text() const;
  /// Reads what text() writes; throws ConfigError.
  static ConfigValue from_text(const ConfigType& type, std::string_view text,
                               const ReadContext& context = {});

 private:
  struct alignas(std::max_align_t) Block {
    std::atomic<uint32_t> references{1};
    void* config() { return this + 1; }
  };
  void hold(void* config);  // moved from
  void release() noexcept;

  const ConfigType* type_;
  Block* block_ = nullptr;  // null: the defaults
};

}  // namespace cornu
