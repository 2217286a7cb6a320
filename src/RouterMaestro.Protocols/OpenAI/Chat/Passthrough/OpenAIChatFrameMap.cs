using System.Text.Json;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Where in an answer or chunk the members stand that matter to a hop that leaves it as it is.</summary>
internal ref struct OpenAIChatChunkMap
{
    private int _headLength;
    private ByteRange _headModel;

    /// <summary>Gets the place of the model's name; empty when there is none.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Gets the place of the usage object; empty when there is none.</summary>
    public ByteRange Usage { get; private set; }

    /// <summary>Gets the place of the array of choices; empty when there is none.</summary>
    public ByteRange Choices { get; private set; }

    public bool HasChoices { get; private set; }

    /// <summary>Gets a value indicating whether the document says that it is an error.</summary>
    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Looks at a document.</summary>
    public static OpenAIChatChunkMap Read(ReadOnlySpan<byte> data)
    {
        var map = default(OpenAIChatChunkMap);
        map.ReadOn(new TopLevelScanner(data), data);
        return map;
    }

    /// <summary>Looks at a chunk; if it begins as the last one did, only at what is new.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="head">What the chunks of the stream have in common.</param>
    public static OpenAIChatChunkMap Read(ReadOnlySpan<byte> data, ChunkPrefixCache head)
    {
        if (head.IsOf(data))
        {
            var rest = new OpenAIChatChunkMap { Model = head.Model };
            rest.ReadOn(TopLevelScanner.Resume(data, head.Length), data);
            return rest;
        }

        var map = Read(data);
        head.Learn(data[..map._headLength], map._headModel);
        return map;
    }

    private void ReadOn(TopLevelScanner members, ReadOnlySpan<byte> data)
    {
        while (members.Read())
        {
            Take(members, data);
        }

        IsMalformed = members.IsBroken;
    }

    private void Take(in TopLevelScanner member, ReadOnlySpan<byte> data)
    {
        switch (member.Kind)
        {
            case JsonValueKind.String when member.IsKey("model"u8):
                Model = member.Value;
                break;
            case JsonValueKind.Array when member.IsKey("choices"u8):
                EndHead(member, data);
                (Choices, HasChoices) = (member.Value, member.Children > 0);
                break;
            case JsonValueKind.Object when member.IsKey("usage"u8):
                Usage = member.Value;
                break;
            case JsonValueKind.Object when member.IsKey("x_groq"u8):
                TakeNestedUsage(member.Value, member.ValueOf(data));
                break;
            case JsonValueKind.String when member.IsKey("object"u8):
                // some servers send the bare error document, which says what it is
                HasError |= member.ValueOf(data).SequenceEqual("\"error\""u8);
                break;
            case not (JsonValueKind.Null or JsonValueKind.False) when member.IsKey("error"u8):
                HasError = true;
                break;
        }
    }

    /// <summary>Notes what stands before the choices, if that is nothing but the model.</summary>
    private void EndHead(in TopLevelScanner choices, ReadOnlySpan<byte> data)
    {
        var length = choices.Key.Start - 1;
        if (Choices.IsEmpty && Usage.IsEmpty && !HasError && data[..length].TrimEnd(" \t\r\n"u8) is [.., (byte)','])
        {
            (_headLength, _headModel) = (length, Model);
        }
    }

    private void TakeNestedUsage(ByteRange place, ReadOnlySpan<byte> json)
    {
        if (Usage.IsEmpty && MemberProbe.TryFind(json, "usage"u8, out var usage) && usage.Kind == JsonValueKind.Object)
        {
            Usage = usage.Place with { Start = place.Start + usage.Place.Start };
        }
    }
}
