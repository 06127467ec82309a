using System.Globalization;
using Baton.Web.Pages;

namespace Baton.Tests.Web;

/// <summary>Sentences with places in them, in the syntax that translators know from ICU.</summary>
public sealed class MessageFormatTests
{
    [Theory]
    [InlineData("Nothing to fill in", "Nothing to fill in")]
    [InlineData("{1} from {0}", "B from 1234")]
    [InlineData("{0, number} bytes", "1,234 bytes")]
    [InlineData("your company's '{0}' and it''s {1}", "your company's {0} and it's B")]
    [InlineData("{0, plural, one {# step} other {# steps}} in {1}", "1,234 steps in B")]
    [InlineData("{0, plural, =1234 {many steps for {1}} other {# steps}}", "many steps for B")]
    public void Values_stand_in_their_places(string text, string shown) =>
        Assert.Equal(shown, Format(text, "en", 1234, "B"));

    [Theory]
    [InlineData("en", 0, "0 other")]
    [InlineData("en", 1, "1 one")]
    [InlineData("fr", 0, "0 one")]
    [InlineData("ja", 1, "1 other")]
    [InlineData("pl", 1, "1 one")]
    [InlineData("pl", 3, "3 few")]
    [InlineData("pl", 13, "13 many")]
    [InlineData("pl", 21, "21 many")]
    [InlineData("ru", 21, "21 one")]
    [InlineData("ru-RU", 22, "22 few")]
    [InlineData("cs", 4, "4 few")]
    [InlineData("cs", 5, "5 other")]
    [InlineData("cs", 1.5, "1.5 many")]
    [InlineData("sl", 102, "102 two")]
    [InlineData("lt", 12, "12 other")]
    [InlineData("lv", 30, "30 zero")]
    [InlineData("ro", 0, "0 few")]
    [InlineData("ar", 11, "11 many")]
    [InlineData("ar", 105, "105 few")]
    [InlineData("ga", 7, "7 many")]
    public void Each_language_has_the_forms_of_its_plural(string language, double number, string shown) =>
        Assert.Equal(
            shown,
            Format(
                "{0, plural, zero {# zero} one {# one} two {# two} few {# few} many {# many} other {# other}}",
                language,
                number
            )
        );

    [Fact]
    public void A_form_that_a_translation_lacks_is_that_for_every_other_number() =>
        Assert.Equal("3 kroków", Format("{0, plural, one {# krok} other {# kroków}}", "pl", 3));

    [Theory]
    [InlineData("{0")]
    [InlineData("0}")]
    [InlineData("{name}")]
    [InlineData("{0, date}")]
    [InlineData("{0, plural, one {# step}}")]
    [InlineData("{0, plural, one {# step} other {# steps}")]
    [InlineData("{0:N0} steps")]
    public void What_cannot_be_read_says_so(string text) =>
        Assert.Throws<FormatException>(() => MessageFormat.Of(text));

    private static string Format(string text, string language, params object?[] values) =>
        MessageFormat.Of(text).Format(language, CultureInfo.InvariantCulture, values);
}
