using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>The positions of the members of a response or chunk that passthrough reads or replaces.</summary>
internal ref struct OpenAIChatFrameMap
{
    private int _prefixLength;
    private ByteRange _prefixModel;
    private bool _hasWords;

    /// <summary>Gets the position of the model's name; empty if there is none.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Gets the position of the usage object; empty if there is none.</summary>
    public ByteRange Usage { get; private set; }

    /// <summary>Gets the position of the service tier; empty if there is none, or it stands in a prefix that is known.</summary>
    public ByteRange ServiceTier { get; private set; }

    /// <summary>Gets the position of the array of choices; empty if there is none.</summary>
    public ByteRange Choices { get; private set; }

    public bool HasChoices { get; private set; }

    /// <summary>Gets a value indicating whether the choices are null, as servers in Go write an empty list.</summary>
    public bool HasNullChoices { get; private set; }

    /// <summary>Gets a value indicating whether the document is an error.</summary>
    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Maps a document.</summary>
    public static OpenAIChatFrameMap Read(ReadOnlySpan<byte> data)
    {
        var map = default(OpenAIChatFrameMap);
        map.ReadMembers(new TopLevelScanner(data), data);
        return map;
    }

    /// <summary>Maps a chunk and checks all of it. If it has the prefix of the last chunk, only the members after the prefix are scanned.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="prefix">The prefix that the chunks of the stream share.</param>
    public static OpenAIChatFrameMap Read(ReadOnlySpan<byte> data, ChunkPrefixCache prefix)
    {
        if (prefix.Matches(data))
        {
            var resumed = new OpenAIChatFrameMap { Model = prefix.Model };
            resumed.ReadMembers(TopLevelScanner.Resume(data, prefix.Length, isStrict: true), data);
            return resumed;
        }

        var map = default(OpenAIChatFrameMap);
        map.ReadMembers(new TopLevelScanner(data, isStrict: true), data);
        prefix.Learn(data[..map._prefixLength], map._prefixModel);
        return map;
    }

    private void ReadMembers(TopLevelScanner members, ReadOnlySpan<byte> data)
    {
        while (members.Read())
        {
            ReadMember(members, data);
        }

        IsMalformed |= members.IsBroken;

        // a message or detail without choices is an error of another protocol
        HasError |= _hasWords && Choices.IsEmpty;
    }

    private void ReadMember(in TopLevelScanner member, ReadOnlySpan<byte> data)
    {
        switch (member.Kind)
        {
            case JsonValueKind.String when member.IsKey("model"u8):
                Model = member.Value;
                break;
            case JsonValueKind.Array when member.IsKey("choices"u8):
                RecordPrefix(member, data);
                (Choices, HasChoices) = (member.Value, member.Children > 0);
                IsMalformed |= !HasChoices && !member.ValueOf(data)[1..^1].Trim(" \t\r\n"u8).IsEmpty;
                break;
            case not JsonValueKind.Array when member.IsKey("choices"u8):
                HasNullChoices = member.Kind == JsonValueKind.Null;
                IsMalformed |= !HasNullChoices;
                break;
            case JsonValueKind.Object when member.IsKey("usage"u8):
                Usage = member.Value;
                break;
            case JsonValueKind.Object when member.IsKey("x_groq"u8):
                ReadNestedUsage(member.Value, member.ValueOf(data));
                break;
            case JsonValueKind.String when member.IsKey("object"u8):
                // vLLM 0.6.2 sends the error without an envelope, marked by "object":"error" (vllm-project/vllm#12886)
                HasError |= member.ValueOf(data).SequenceEqual("\"error\""u8);
                break;
            case JsonValueKind.String when member.IsKey("type"u8):
                HasError |= member.ValueOf(data).SequenceEqual("\"error\""u8);
                break;
            case JsonValueKind.String when member.IsKey("service_tier"u8):
                ServiceTier = member.Value;
                break;
            case JsonValueKind.String when member.IsKey("message"u8) || member.IsKey("detail"u8):
                _hasWords = true;
                break;
            case not (JsonValueKind.Null or JsonValueKind.False) when member.IsKey("error"u8):
                HasError |= !member.ValueOf(data).SequenceEqual("\"\""u8);
                break;
        }
    }

    /// <summary>Records the prefix before the choices, unless it has usage or an error, which may differ between chunks.</summary>
    private void RecordPrefix(in TopLevelScanner choices, ReadOnlySpan<byte> data)
    {
        var length = choices.Key.Start - 1;
        if (Choices.IsEmpty && Usage.IsEmpty && !HasError && data[..length].TrimEnd(" \t\r\n"u8) is [.., (byte)','])
        {
            (_prefixLength, _prefixModel) = (length, Model);
        }
    }

    private void ReadNestedUsage(ByteRange place, ReadOnlySpan<byte> json)
    {
        if (Usage.IsEmpty && MemberProbe.TryFind(json, "usage"u8, out var usage) && usage.Kind == JsonValueKind.Object)
        {
            Usage = usage.Place with { Start = place.Start + usage.Place.Start };
        }
    }
}

/// <summary>The content and finish reason of the choices of a response or chunk, found without reading their texts.</summary>
internal ref struct OpenAIChatChoiceScan
{
    private const int MaxChoices = 64;

    private ulong _choice;
    private bool _isContent;
    private bool _isEnd;
    private ContentMeter? _content;

    /// <summary>Gets a value indicating whether a choice has content or a finish reason.</summary>
    public readonly bool HasContent => WithContent != 0 || Finish is not null;

    /// <summary>Gets the choices with content, one bit for each.</summary>
    public ulong WithContent { get; private set; }

    /// <summary>Gets the choices with a finish reason, one bit for each.</summary>
    public ulong Ended { get; private set; }

    /// <summary>Gets a value indicating whether a choice is no object, or has a text that is no string, or a delta that is no object.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Gets a value indicating whether a choice ended with an error.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets the first finish reason; null if there is none.</summary>
    public FinishReason? Finish { get; private set; }

    /// <summary>Gets a value indicating whether a choice has a null as its finish reason.</summary>
    public bool HasNullFinish { get; private set; }

    /// <summary>Gets a value indicating whether a choice has a finish reason that is neither null nor a value of OpenAI's API.</summary>
    public bool HasOddFinish { get; private set; }

    /// <summary>Gets a value indicating whether a choice has an index above 0.</summary>
    public bool HasLater { get; private set; }

    /// <summary>Scans choices.</summary>
    /// <param name="json">The array.</param>
    /// <param name="content">The meter to which deltas are added; null if they are not counted.</param>
    public static OpenAIChatChoiceScan Read(ReadOnlySpan<byte> json, ContentMeter? content = null)
    {
        var scan = new OpenAIChatChoiceScan { _content = content };
        var choices = new ElementScanner(json);
        while (choices.Read())
        {
            scan.ReadChoice(choices.Element);
        }

        return scan;
    }

    private void ReadChoice(ReadOnlySpan<byte> choice)
    {
        (_choice, _isContent, _isEnd) = (1, false, false);
        var members = new TopLevelScanner(choice);
        while (members.Read())
        {
            ReadMember(members, members.ValueOf(choice));
        }

        WithContent |= _isContent ? _choice : 0;
        Ended |= _isEnd ? _choice : 0;
    }

    private void ReadMember(in TopLevelScanner member, ReadOnlySpan<byte> value)
    {
        if (member.IsKey("delta"u8))
        {
            IsMalformed |= member.Kind is not (JsonValueKind.Object or JsonValueKind.Null);
            ReadDelta(value);
        }
        else if (member.IsKey("finish_reason"u8))
        {
            ReadFinish(member.Kind, value);
        }
        else if (member.IsKey("index"u8))
        {
            _choice = Utf8Parser.TryParse(value, out int index, out _) && index is > 0 and < MaxChoices ? 1UL << index : 1;
            HasLater |= _choice > 1;
        }
        else if (member.IsKey("error"u8))
        {
            IsBroken |= member.Kind == JsonValueKind.Object;
        }
    }

    private void ReadDelta(ReadOnlySpan<byte> delta)
    {
        var members = new TopLevelScanner(delta);
        while (members.Read())
        {
            var value = members.ValueOf(delta);
            var isRole = members.IsKey("role"u8);
            _isContent |= JsonContent.IsThere(members.Kind, value) && !isRole;
            if (members.Kind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                ReadStructure(members, value);
            }
            else if (members.Kind == JsonValueKind.String && !isRole)
            {
                _content?.Add(value[1..^1]);
            }
        }
    }

    /// <summary>Checks a member of a delta that is neither a string nor null.</summary>
    private void ReadStructure(in TopLevelScanner member, ReadOnlySpan<byte> value)
    {
        if (member.IsKey("tool_calls"u8))
        {
            IsMalformed |= member.Kind != JsonValueKind.Array || !OpenAIChatCallScan.AreValid(value, _content);
        }
        else if (member.IsKey("content"u8))
        {
            IsMalformed |= member.Kind != JsonValueKind.Array;
        }
        else if (member.IsKey("audio"u8))
        {
            ReadAudio(value);
        }
        else
        {
            IsMalformed |= member.IsKey("refusal"u8) || member.IsKey("reasoning_content"u8) || member.IsKey("reasoning"u8) || member.IsKey("reasoning_text"u8);
        }
    }

    /// <summary>Reads the end of a spoken response, which has no finish reason: gpt-audio-1.5 sends expires_at last (recording ChatWithBasicAudioOutput).</summary>
    private void ReadAudio(ReadOnlySpan<byte> audio)
    {
        if (MemberProbe.Has(audio, "expires_at"u8))
        {
            _isEnd = true;
            Finish ??= FinishReason.Stop;
        }
    }

    private void ReadFinish(JsonValueKind kind, ReadOnlySpan<byte> value)
    {
        var reason = kind == JsonValueKind.String ? value[1..^1] : default;
        _isEnd |= !reason.IsEmpty;
        IsBroken |= OpenAIChatFinishReasons.IsError(reason);
        Finish ??= OpenAIChatFinishReasons.Read(reason);
        HasNullFinish |= kind == JsonValueKind.Null;
        HasOddFinish |= kind != JsonValueKind.Null && !OpenAIChatFinishReasons.IsStandard(reason);
    }
}

/// <summary>Checks the deltas of tool calls.</summary>
internal static class OpenAIChatCallScan
{
    /// <summary>
    /// Returns true if names and arguments are strings, or absent. Arguments may be an object too, as in llama.cpp's llama-server of March 2026
    /// (ggml-org/llama.cpp#20198).
    /// </summary>
    /// <param name="calls">The array.</param>
    /// <param name="content">The meter to which the arguments are added; null if they are not counted.</param>
    public static bool AreValid(ReadOnlySpan<byte> calls, ContentMeter? content)
    {
        var elements = new ElementScanner(calls);
        while (elements.Read())
        {
            var members = new TopLevelScanner(elements.Element);
            while (members.Read())
            {
                if (members.Kind == JsonValueKind.Object && members.IsKey("function"u8) && !IsValid(members.ValueOf(elements.Element), content))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsValid(ReadOnlySpan<byte> function, ContentMeter? content)
    {
        var members = new TopLevelScanner(function);
        while (members.Read())
        {
            var isText = members.Kind is JsonValueKind.String or JsonValueKind.Null;
            var isArguments = members.IsKey("arguments"u8);
            if (!isText && (members.IsKey("name"u8) || (members.Kind != JsonValueKind.Object && isArguments)))
            {
                return false;
            }

            if (isArguments && members.Kind == JsonValueKind.String)
            {
                content?.Add(members.ValueOf(function)[1..^1]);
            }
        }

        return true;
    }
}

/// <summary>
/// The prefix of the chunks of a stream. Id, time and model are usually the same in all chunks, so that one comparison of bytes replaces
/// the scan of these members.
/// </summary>
internal sealed class ChunkPrefixCache
{
    private const int MaxLength = 1024;
    private byte[] _bytes = [];

    /// <summary>Gets the offset of the choices, the first member in which chunks differ; 0 if no prefix is known.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the position of the model's name; empty if it is not in the prefix.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Returns true if a chunk begins with the prefix.</summary>
    public bool Matches(ReadOnlySpan<byte> chunk) => Length > 0 && chunk.StartsWith(_bytes.AsSpan(0, Length));

    /// <summary>Stores the prefix of a chunk.</summary>
    /// <param name="prefix">The text before the choices; empty if it cannot be shared.</param>
    /// <param name="model">The position of the model's name; empty if it is not in the prefix.</param>
    public void Learn(ReadOnlySpan<byte> prefix, ByteRange model)
    {
        (Length, Model) = prefix.Length <= MaxLength ? (prefix.Length, model) : default;
        if (Length > _bytes.Length)
        {
            _bytes = new byte[MaxLength];
        }

        prefix[..Length].CopyTo(_bytes);
    }
}
