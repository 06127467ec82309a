using System.Text;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>An hour as bytes. Its lanes and fields are named in it, for each server numbers them for itself.</summary>
internal static class HourContent
{
    /// <summary>Grows when the form changes, or what a measure means.</summary>
    internal const int Form = 3;

    internal static byte[] Write(Hour hour, IReadOnlyList<Lane> lanes, IReadOnlyList<string> fields)
    {
        using var bytes = new MemoryStream(1024 + (hour.Rows.Length * 64));
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            var ownLanes = new IndexTable<Lane>();
            var ownFields = new IndexTable<string>();
            WriteNames(writer, hour, lanes, fields, ownLanes, ownFields);
            writer.Write7BitEncodedInt(hour.Rows.Length);
            foreach (ref readonly var row in hour.Rows.AsSpan())
                Write(writer, row, ownLanes.NumberOf(lanes[row.Lane]));
            writer.Write7BitEncodedInt(hour.Fields.Length);
            foreach (var row in hour.Fields)
                Write(writer, row, ownLanes.NumberOf(lanes[row.Lane]), ownFields.NumberOf(fields[row.Field]));
            writer.Write7BitEncodedInt(hour.Attempts.Length);
            foreach (var row in hour.Attempts)
                Write(writer, row, ownLanes.NumberOf(lanes[row.Lane]), field => ownFields.NumberOf(fields[field]));
        }

        return bytes.ToArray();
    }

    internal static Hour Read(
        int number,
        long generation,
        byte[] content,
        IndexTable<Lane> lanes,
        IndexTable<string> fields
    )
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var ownLanes = new int[reader.Read7BitEncodedInt()];
        for (var i = 0; i < ownLanes.Length; i++)
            ownLanes[i] = lanes.NumberOf(
                new Lane(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.Read7BitEncodedInt())
            );
        var ownFields = new int[reader.Read7BitEncodedInt()];
        for (var i = 0; i < ownFields.Length; i++)
            ownFields[i] = fields.NumberOf(reader.ReadString());
        var rows = new MeasuredRow[reader.Read7BitEncodedInt()];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = ReadRow(reader, ownLanes);
        var said = new FieldRow[reader.Read7BitEncodedInt()];
        for (var i = 0; i < said.Length; i++)
            said[i] = ReadField(reader, ownLanes, ownFields);
        var attempts = new AttemptRow[reader.Read7BitEncodedInt()];
        for (var i = 0; i < attempts.Length; i++)
            attempts[i] = ReadAttempt(reader, ownLanes, ownFields);
        return new Hour(number, generation, rows, said, attempts);
    }

    private static void WriteNames(
        BinaryWriter writer,
        Hour hour,
        IReadOnlyList<Lane> lanes,
        IReadOnlyList<string> fields,
        IndexTable<Lane> ownLanes,
        IndexTable<string> ownFields
    )
    {
        var used = hour
            .Rows.Select(row => row.Lane)
            .Concat(hour.Fields.Select(row => row.Lane))
            .Concat(hour.Attempts.Select(row => row.Lane));
        foreach (var lane in used.Distinct())
            ownLanes.NumberOf(lanes[lane]);
        var named = hour
            .Fields.Select(row => row.Field)
            .Concat(hour.Attempts.SelectMany(row => row.Faults.Select(fault => fault.Field)));
        foreach (var field in named.Distinct())
            ownFields.NumberOf(fields[field]);
        writer.Write7BitEncodedInt(ownLanes.All.Count);
        foreach (var lane in ownLanes.All)
        {
            writer.Write(lane.FromTeam);
            writer.Write(lane.ToTeam);
            writer.Write(lane.Template);
            writer.Write7BitEncodedInt(lane.Version);
        }

        writer.Write7BitEncodedInt(ownFields.All.Count);
        foreach (var field in ownFields.All)
            writer.Write(field);
    }

    private static void Write(BinaryWriter writer, in MeasuredRow row, int lane)
    {
        writer.Write7BitEncodedInt64(row.Id);
        writer.Write(row.Initiated);
        writer.Write7BitEncodedInt64(row.Accepted == 0 ? 0 : row.Accepted - row.Initiated + 1);
        writer.Write7BitEncodedInt64(row.Completed == 0 ? 0 : row.Completed - row.Initiated + 1);
        writer.Write7BitEncodedInt64(row.Due == 0 ? 0 : row.Due - row.Initiated + 1);
        writer.Write7BitEncodedInt64(row.ClockSince == 0 ? 0 : row.ClockSince - row.Initiated + 1);
        writer.Write7BitEncodedInt64(row.ReceiverTicks);
        writer.Write7BitEncodedInt64(row.SenderTicks);
        writer.Write7BitEncodedInt64(row.WorkTicks);
        writer.Write7BitEncodedInt(lane);
        writer.Write7BitEncodedInt(row.Durations.Acceptance);
        writer.Write7BitEncodedInt(row.Durations.Completion);
        writer.Write7BitEncodedInt(row.Durations.WorkingAcceptance);
        writer.Write7BitEncodedInt(row.Durations.WorkingCompletion);
        writer.Write7BitEncodedInt(row.RatingSum);
        writer.Write7BitEncodedInt(row.Ratings);
        writer.Write7BitEncodedInt(row.Questions);
        writer.Write7BitEncodedInt(row.Returns);
        writer.Write7BitEncodedInt(row.Hops);
        writer.Write((byte)row.Status);
        writer.Write((byte)row.Clock);
        writer.Write((byte)row.Marks);
        writer.Write((byte)row.ReadBack);
        writer.Write7BitEncodedInt(row.ReadBackMinutes);
        writer.Write7BitEncodedInt(row.Saved);
        writer.Write(row.Assists.Asked);
        writer.Write(row.Assists.Done);
        writer.Write(row.Assists.Declined);
        writer.Write7BitEncodedInt(row.Assists.Minutes);
    }

    private static MeasuredRow ReadRow(BinaryReader reader, int[] lanes)
    {
        var id = reader.Read7BitEncodedInt64();
        var initiated = reader.ReadInt64();
        return new MeasuredRow
        {
            Id = id,
            Initiated = initiated,
            Accepted = ReadTime(reader, initiated),
            Completed = ReadTime(reader, initiated),
            Due = ReadTime(reader, initiated),
            ClockSince = ReadTime(reader, initiated),
            ReceiverTicks = reader.Read7BitEncodedInt64(),
            SenderTicks = reader.Read7BitEncodedInt64(),
            WorkTicks = reader.Read7BitEncodedInt64(),
            Lane = lanes[reader.Read7BitEncodedInt()],
            Durations = new Durations(
                reader.Read7BitEncodedInt(),
                reader.Read7BitEncodedInt(),
                reader.Read7BitEncodedInt(),
                reader.Read7BitEncodedInt()
            ),
            RatingSum = reader.Read7BitEncodedInt(),
            Ratings = (ushort)reader.Read7BitEncodedInt(),
            Questions = (ushort)reader.Read7BitEncodedInt(),
            Returns = (ushort)reader.Read7BitEncodedInt(),
            Hops = (ushort)reader.Read7BitEncodedInt(),
            Status = (HandoffStatus)reader.ReadByte(),
            Clock = (Clock)reader.ReadByte(),
            Marks = (Marks)reader.ReadByte(),
            ReadBack = (ReadBackMarks)reader.ReadByte(),
            ReadBackMinutes = reader.Read7BitEncodedInt(),
            Saved = (ushort)reader.Read7BitEncodedInt(),
            Assists = new AssistCounts(
                reader.ReadByte(),
                reader.ReadByte(),
                reader.ReadByte(),
                reader.Read7BitEncodedInt()
            ),
        };
    }

    /// <summary>One more than the time since then, which may lie before it in a history from elsewhere.</summary>
    private static long ReadTime(BinaryReader reader, long since) =>
        reader.Read7BitEncodedInt64() is var later && later == 0 ? 0 : since + later - 1;

    private static void Write(BinaryWriter writer, FieldRow row, int lane, int field)
    {
        writer.Write7BitEncodedInt64(row.Id);
        writer.Write(row.Initiated);
        writer.Write7BitEncodedInt(lane);
        writer.Write7BitEncodedInt(field);
        writer.Write((byte)row.Marks);
        writer.Write7BitEncodedInt(row.Questions);
        writer.Write7BitEncodedInt(row.MinutesLost);
    }

    private static FieldRow ReadField(BinaryReader reader, int[] lanes, int[] fields) =>
        new(
            reader.Read7BitEncodedInt64(),
            reader.ReadInt64(),
            lanes[reader.Read7BitEncodedInt()],
            fields[reader.Read7BitEncodedInt()],
            (FieldMarks)reader.ReadByte(),
            reader.Read7BitEncodedInt(),
            reader.Read7BitEncodedInt()
        );

    private static void Write(BinaryWriter writer, AttemptRow row, int lane, Func<int, int> fieldOf)
    {
        writer.Write(row.At);
        writer.Write7BitEncodedInt(lane);
        writer.Write7BitEncodedInt(row.Faults.Count);
        foreach (var fault in row.Faults)
        {
            writer.Write7BitEncodedInt(fieldOf(fault.Field));
            writer.Write(fault.Code);
        }
    }

    private static AttemptRow ReadAttempt(BinaryReader reader, int[] lanes, int[] fields)
    {
        var at = reader.ReadInt64();
        var lane = lanes[reader.Read7BitEncodedInt()];
        var faults = new FieldFault[reader.Read7BitEncodedInt()];
        for (var i = 0; i < faults.Length; i++)
            faults[i] = new FieldFault(fields[reader.Read7BitEncodedInt()], reader.ReadString());
        return new AttemptRow(at, lane, faults);
    }
}
