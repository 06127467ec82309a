using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Import;

/// <summary>
/// A first look at a whole file, because the other values of a column decide what <c>1.234</c> means: if one of them
/// can only be read with a decimal comma (<c>1.234,56</c>, <c>2,5</c>, <c>1.234.567</c>) and none only with a point,
/// all of them are read with a comma.
/// </summary>
internal sealed class CsvSurvey
{
    private readonly List<Column> columns = [];

    internal static async Task<CsvSurvey> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        var survey = new CsvSurvey();
        await using var records = await CsvRecords.OpenAsync(stream, cancellationToken);
        await records.NextAsync(cancellationToken); // the header
        while (await records.NextAsync(cancellationToken))
        {
            while (survey.columns.Count < records.Fields.Count)
                survey.columns.Add(new Column());
            foreach (var (i, field) in records.Fields.Index())
                survey.columns[i].Add(field);
        }

        return survey;
    }

    /// <summary>
    /// How the numbers of a column are written; null where its values do not tell, or contradict each other.
    /// </summary>
    internal NumberFormat? FormatOf(int column) =>
        At(column) is not { } known || known.HasPoint == known.HasComma ? null
        : known.HasComma ? NumberFormat.DecimalComma
        : NumberFormat.DecimalPoint;

    internal bool HasValues(int column) => At(column)?.HasValues == true;

    private Column? At(int column) => column < columns.Count ? columns[column] : null;

    private sealed class Column
    {
        internal bool HasValues { get; private set; }

        internal bool HasPoint { get; private set; }

        internal bool HasComma { get; private set; }

        internal void Add(string field)
        {
            HasValues |= !Blank.Is(field);
            if (field.AsSpan().IndexOfAny('.', ',') < 0 || MoneyText.ReadingsOf(field) is not [var only])
                return;
            HasPoint |= only.Decimal == '.' || only.Group == ',';
            HasComma |= only.Decimal == ',' || only.Group == '.';
        }
    }
}
