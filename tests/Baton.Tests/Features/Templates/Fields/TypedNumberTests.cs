using System.Buffers;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Tests.Features.Templates.Fields;

/// <summary>
/// What people type for numbers and amounts, in browsers of several languages, in files and on the command line.
/// </summary>
public sealed class TypedNumberTests
{
    [Theory]
    // One meaning, wherever it is typed.
    [InlineData("1250", "", "1250")]
    [InlineData("1,250.50", "", "1250.50")]
    [InlineData("1.250,50", "", "1250.50")]
    [InlineData("2,5", "", "2.5")]
    [InlineData("0.125", "", "0.125")]
    [InlineData("1234.567", "", "1234.567")]
    [InlineData("1.234.567", "", "1234567")]
    [InlineData("1,234,567", "", "1234567")]
    [InlineData("12,34,567.50", "", "1234567.50")]
    [InlineData("1 234,50", "", "1234.50")]
    [InlineData("1\u00A0234,50", "", "1234.50")]
    [InlineData("1\u202F234", "", "1234")]
    [InlineData("1'234.50", "", "1234.50")]
    [InlineData("1’234", "", "1234")]
    [InlineData("(500)", "", "-500")]
    [InlineData("(1,234.50)", "", "-1234.50")]
    [InlineData("-5", "", "-5")]
    [InlineData("−5", "", "-5")]
    [InlineData("500-", "", "-500")]
    [InlineData("+5", "", "5")]
    [InlineData(".5", "", "0.5")]
    [InlineData("007", "", "7")]
    [InlineData("1e3", "", "1e3")]
    [InlineData("１２３", "", "123")]
    [InlineData("12345678901234567890123", "", "12345678901234567890123")]
    // Two meanings: the format of whoever typed it says which.
    [InlineData("1.250", "", null)]
    [InlineData("1,250", "", null)]
    [InlineData("1.250", "de", "1250")]
    [InlineData("1,250", "de", "1.250")]
    [InlineData("1.250", "en-US", "1.250")]
    [InlineData("1,250", "en-US", "1250")]
    [InlineData("1.250", "fr-FR", null)]
    [InlineData("1,250", "fr-FR", "1.250")]
    [InlineData("1.250", "de-CH", "1.250")]
    [InlineData("1,250", "de-CH", null)]
    [InlineData("1.250", "es-MX", "1.250")]
    [InlineData("1.250", "es-ES", "1250")]
    [InlineData("1.250", "tlh", null)]
    // Said by somebody: then nothing else is taken.
    [InlineData("1.234", ",", "1234")]
    [InlineData("1.234", ".", "1.234")]
    [InlineData("1,234.50", ",", null)]
    [InlineData("50000.00", ",", null)]
    [InlineData("2,5", ".", null)]
    // None at all.
    [InlineData("many", "", null)]
    [InlineData("1.2.3", "", null)]
    [InlineData("1,23", "", "1.23")]
    [InlineData("1.", "", null)]
    [InlineData("12 34", "", null)]
    [InlineData("--5", "", null)]
    [InlineData("(-5)", "", null)]
    [InlineData("(5", "", null)]
    [InlineData("3e9999", "", null)]
    [InlineData("5e-400", "", null)]
    [InlineData("NaN", "", null)]
    [InlineData("1/2", "", null)]
    public void A_number_is_read_as_it_was_meant(string text, string format, string? number) =>
        Assert.Equal(number ?? JsonSerializer.Serialize(text, Relaxed), Value(FieldType.Number, text, format));

    [Theory]
    [InlineData("12.000 EUR", "de", "12000 EUR")]
    [InlineData("1.250", "de", "1250")]
    [InlineData("1 234,50 €", "", "1234.50 EUR")]
    [InlineData("€50", "", "50 EUR")]
    [InlineData("50€", "", "50 EUR")]
    [InlineData("$1200", "", "1200 USD")]
    [InlineData("$1,200.00 USD", "", "1200.00 USD")]
    [InlineData("$1,200.00 CAD", "", "1200.00 CAD")]
    [InlineData("A$ 5", "", "5 AUD")]
    [InlineData("50000.00 eur", "", "50000.00 EUR")]
    [InlineData("CHF 1’234", "", "1234 CHF")]
    [InlineData("1’234 CHF", "", "1234 CHF")]
    [InlineData("-$5", "", "-5 USD")]
    [InlineData("$-5", "", "-5 USD")]
    [InlineData("($5.50)", "", "-5.50 USD")]
    [InlineData("£1.5", "", "1.5 GBP")]
    [InlineData("R$ 1.234,56", "", "1234.56 BRL")]
    [InlineData("1.250 KWD", "en", "1.250 KWD")]
    [InlineData("1,250", "en", "1250")]
    // An amount with three digits is thousands in another format, unless somebody said otherwise.
    [InlineData("1.250", "en", null)]
    [InlineData("1,250", "de", null)]
    [InlineData("1.250", ".", "1.250")]
    [InlineData("12.000 EUR", "", null)]
    [InlineData("50 euros", "", null)]
    [InlineData("50 XXZ", "", null)]
    [InlineData("50 kr", "", null)]
    [InlineData("€5 USD", "", null)]
    [InlineData("€", "", null)]
    public void An_amount_may_name_its_currency(string text, string format, string? amount)
    {
        var value = JsonElement.Parse(Value(FieldType.Money, text, format));
        var shown = value.ValueKind switch
        {
            JsonValueKind.Object =>
                $"{value.GetProperty("amount").GetRawText()} {value.GetProperty("currency").GetString()}",
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        Assert.Equal((amount, amount is null ? text : null), (shown, amount is null ? value.GetString() : null));
    }

    [Theory]
    [InlineData("kr 50", "SEK", "SEK")]
    [InlineData("$50", "CAD", "CAD")]
    [InlineData("¥50", "CNY", "CNY")]
    [InlineData("$50", "EUR", "USD")]
    public void A_sign_of_several_currencies_is_that_of_the_organization(string text, string usual, string currency) =>
        Assert.Equal(
            (50, currency),
            MoneyText.Read(text, usual, null) is var (amount, named) ? (int.Parse(amount.Plain), named) : default
        );

    [Theory]
    [InlineData("1.250", "amount can mean 1250 or 1.25: write one of these.")]
    [InlineData("12.000 EUR", "amount can mean 12000 or 12: write one of these.")]
    [InlineData("-1,255", "amount can mean -1255 or -1.2550: write one of these.")]
    public void Both_readings_are_named_and_either_can_be_typed(string text, string message)
    {
        var template = Baton
            .Features.Templates.TemplateFile.Parse(
                "{key: a_to_b, receiving_team: b, fields: [{key: amount, type: money}]}"
            )
            .Templates.Single();
        Assert.Equal(
            ("type", message),
            Baton
                .Features.Templates.Gate.Check(template, JsonSerializer.SerializeToElement(new { amount = text }), [])
                .Errors.Single()
                is var fault
                ? (fault.Code, fault.Message)
                : default
        );
        Assert.All(
            MoneyText.ReadingsOf(text),
            reading => Assert.Single(MoneyText.ReadingsOf(NumberText.Unmistakable(reading)))
        );
    }

    [Theory]
    [InlineData("1250.5", "EUR", "en", "€1,250.50")]
    [InlineData("1250.5", "EUR", "de", "1.250,50\u00A0€")]
    [InlineData("-1250", "CHF", "de-CH", "-CHF\u00A01’250.00")]
    [InlineData("1250", "JPY", "ja", "¥1,250")]
    [InlineData("1250.125", "EUR", "fr", "1\u00A0250,125\u00A0€")]
    public void What_was_understood_is_shown_as_the_reader_writes_it(
        string amount,
        string currency,
        string language,
        string shown
    ) =>
        Assert.Equal(
            shown,
            MoneyField.Text(
                JsonElement.Parse($$"""{"amount": {{amount}}, "currency": "{{currency}}"}"""),
                NumberFormats.Of(language)!
            )
        );

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Value(FieldType type, string text, string format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Relaxed.Encoder }))
            FieldKind
                .Of(type)
                .Write(
                    writer,
                    new Field { Key = "x", Type = type },
                    new TypedText(
                        text,
                        format is "." or "," ? NumberFormat.OfDecimal(format[0])
                            : format.Length == 0 ? null
                            : NumberFormats.Of(format)
                    )
                );
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
