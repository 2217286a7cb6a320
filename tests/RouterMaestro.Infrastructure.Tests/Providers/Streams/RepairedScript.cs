using System.Text;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>
/// Writes a random Chat stream twice: as a careless server sends it, and as the caller is to get it. The careless parts are chosen while the
/// stream is written, so that no repair is needed to know them.
/// </summary>
internal sealed class RepairedScript
{
    private static readonly string[] _texts = ["Hello", "\\\"tool_calls\\\":null", "finish_reason", "4.0", "Grüße 🎉", ""];
    private static readonly (string Sent, string Text, string Calling)[] _reasons =
    [
        ("\"stop\"", "\"stop\"", "\"stop\""),
        ("\"tool_calls\"", "\"tool_calls\"", "\"tool_calls\""),
        ("\"MAX_TOKENS\"", "\"length\"", "\"length\""),
        ("\"SAFETY\"", "\"content_filter\"", "\"content_filter\""),
        ("\"STOP\"", "\"stop\"", "\"tool_calls\""),
        ("\"none of these\"", "\"stop\"", "\"tool_calls\""),
    ];

    private readonly Random _random;
    private readonly StringBuilder _sent = new();
    private readonly StringBuilder _expected = new();
    private readonly string _lineEnd;
    private readonly bool _isCareless;

    private RepairedScript(Random random)
    {
        _random = random;
        _isCareless = random.Next(4) > 0;
        _lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
    }

    public byte[] Sent => Encoding.UTF8.GetBytes(_sent.ToString());

    public byte[] Expected => Encoding.UTF8.GetBytes(_expected.ToString());

    /// <summary>Gets a value indicating whether anything was sent carelessly.</summary>
    public bool IsRepaired { get; private set; }

    /// <summary>Writes a stream.</summary>
    public static RepairedScript Write(Random random)
    {
        var script = new RepairedScript(random);
        for (var count = random.Next(4); count > 0; count--)
        {
            script.WriteText();
        }

        var calls = random.Next(4);
        script.WriteCalls(calls);
        script.WriteEnd(calls > 0);
        return script;
    }

    private bool IsCareless() => _isCareless && _random.Next(2) == 0;

    private void WriteText()
    {
        var text = _texts[_random.Next(_texts.Length)];
        WriteChunk($$"""{"content":"{{text}}"}""", null);
        if (_random.Next(5) == 0)
        {
            Both($": a comment{_lineEnd}{_lineEnd}", null);
        }
    }

    private void WriteCalls(int calls)
    {
        var style = _isCareless ? _random.Next(3) : 0;
        for (var call = 0; call < calls; call++)
        {
            WriteCall(call, style);
        }
    }

    /// <summary>Writes a call whose arguments come whole, as an object, or in pieces.</summary>
    /// <param name="call">The number of the call.</param>
    /// <param name="style">0 for the right index, 1 for index 0 in every call, 2 for none.</param>
    private void WriteCall(int call, int style)
    {
        string[] indices = [$"\"index\":{call},", "\"index\":0,", ""];
        var (right, sent) = (indices[0], indices[style]);
        var head = $"\"id\":\"call_{call}\",\"type\":\"function\",\"function\":{{\"name\":\"f{call}\",\"arguments\":";
        const string quoted = "\"{\\\"city\\\":\\\"a\\\"}\"";
        switch (IsCareless() ? 0 : _random.Next(1, 3))
        {
            case 0:
                WriteDelta(sent + head + "{\"city\":\"a\"}}", right + head + quoted + "}");
                break;
            case 1:
                WriteDelta(sent + head + quoted + "}", right + head + quoted + "}");
                break;
            default:
                WriteDelta(sent + head + "\"\"}", right + head + "\"\"}");
                foreach (var piece in new[] { "{\\\"city\\\":", "\\\"a\\\"", "}" })
                {
                    var tail = $"\"function\":{{\"arguments\":\"{piece}\"}}";
                    WriteDelta(sent + tail, right + tail);
                }

                break;
        }
    }

    private void WriteDelta(string sent, string expected) => WriteChunk($$"""{"tool_calls":[{{{sent}}}]}""", $$"""{"tool_calls":[{{{expected}}}]}""");

    private void WriteEnd(bool hasCalls)
    {
        var (sent, text, calling) = _reasons[_random.Next(_isCareless ? _reasons.Length : 2)];
        WriteChunk("{}", null, sent, hasCalls ? calling : text);
        var (usage, counts) = IsCareless() ? ("12.0", "12") : ("12", "12");
        Both(Frame(Usage("m", usage)), Frame(Usage("p/m", counts)));

        // a stream is over with the blank line behind its terminal, so that a last line feed of its own would be left out
        Both("data: [DONE]\n\n", null);
    }

    private void WriteChunk(string sent, string? expected, string finish = "null", string expectedFinish = "null")
    {
        // an empty text before the end is no end
        var isEmpty = finish == "null" && IsCareless();
        var isModelLast = _random.Next(2) == 0;
        Both(Frame(Chunk("m", sent, isEmpty ? "\"\"" : finish, isModelLast)), Frame(Chunk("p/m", expected ?? sent, expectedFinish, isModelLast)));
    }

    private static string Chunk(string model, string delta, string finish, bool isModelLast)
    {
        var choices = $$"""
            "choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]
            """;
        return isModelLast ? $$"""{"id":"c",{{choices}},"model":"{{model}}"}""" : $$"""{"id":"c","model":"{{model}}",{{choices}}}""";
    }

    private static string Usage(string model, string count) =>
        "{\"model\":\"" + model + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":" + count + ",\"cost\":0.5,\"total_tokens\":12}}";

    private string Frame(string data) => $"data: {data}{_lineEnd}{_lineEnd}";

    private void Both(string sent, string? expected)
    {
        expected ??= sent;
        IsRepaired |= expected.Replace("p/m", "m", StringComparison.Ordinal) != sent;
        _sent.Append(sent);
        _expected.Append(expected);
    }
}
