#pragma once

#include <oms/wire/impl/code_list.hpp>

#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

// Sorted, one code after the other.

inline constexpr std::string_view country_codes =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR"
    "CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU"
    "IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ"
    "MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI"
    "SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

inline constexpr std::string_view currency_codes =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCLF"
    "CLPCNYCOPCOUCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILS"
    "INRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVR"
    "MWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLE"
    "SOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUSNUYIUYUUYWUZSVEDVESVNDVUVWSTXADXAFXAG"
    "XAUXBAXBBXBCXBDXCDXCGXDRXOFXPDXPFXPTXSUXTSXUAXXXYERZARZMWZWG";

template <std::size_t Length>
constexpr bool is_sorted_list(std::string_view codes)
{
    for (std::size_t at = Length; at < codes.size(); at += Length)
        if (codes.substr(at - Length, Length) >= codes.substr(at, Length))
            return false;
    return codes.size() % Length == 0;
}

static_assert(is_sorted_list<2>(country_codes) && country_codes.size() == 2 * (249 + 1));
static_assert(is_sorted_list<3>(currency_codes));

OMS_DECL bool is_in_list(std::string_view codes, std::size_t length, std::string_view text)
{
    if (text.size() != length)
        return false;
    const auto number_at = [length](const char* code) {
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < length; ++i)
            number = number << 8 | static_cast<unsigned char>(code[i]);
        return number;
    };
    const std::uint32_t wanted = number_at(text.data());
    std::size_t low = 0, high = codes.size() / length;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const std::uint32_t code = number_at(codes.data() + middle * length);
        if (code == wanted)
            return true;
        (code < wanted ? low : high) = code < wanted ? middle + 1 : middle;
    }
    return false;
}

OMS_DECL bool is_country(std::string_view text)
{
    return is_in_list(country_codes, 2, text);
}

OMS_DECL bool is_currency(std::string_view text)
{
    return is_in_list(currency_codes, 3, text);
}

}}} // namespace oms::v0_1::detail
