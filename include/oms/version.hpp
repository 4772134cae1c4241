#pragma once

/// Version of oms-cpp, by semantic versioning. The public names live in an inline namespace of the same name
/// (`oms::v0_1`), so that two versions in one program do not meet.
#define OMS_VERSION_MAJOR 0
#define OMS_VERSION_MINOR 1
#define OMS_VERSION_PATCH 0

/// The version as text, as it stands in the User-Agent header.
#define OMS_VERSION_TEXT "0.1.0"

/// The version of the OMS Payments API that the library is made for, as it stands in the base URL.
#define OMS_API_VERSION_TEXT "v0.9"
