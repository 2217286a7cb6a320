using System.Text.Json;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Checks a stream as a strict client does: consecutive numbers; items and contents start before and end after their deltas.</summary>
internal sealed class ResponsesStreamGrammar
{
    private readonly List<Item> _items = [];
    private int _number;
    private string? _id;
    private bool _isEnded;

    public static void Check(IReadOnlyList<(string Event, string Data)> frames)
    {
        var grammar = new ResponsesStreamGrammar();
        foreach (var (name, data) in frames)
        {
            using var document = JsonDocument.Parse(data);
            Assert.Equal(name, document.RootElement.GetProperty("type").GetString());
            grammar.Take(name, document.RootElement);
        }

        Assert.True(grammar._isEnded, "a stream has a terminal");
    }

    private void Take(string name, JsonElement frame)
    {
        Assert.False(_isEnded, $"{name} comes after the terminal");
        Assert.Equal(_number++, frame.GetProperty("sequence_number").GetInt32());
        switch (_number)
        {
            case 1:
                Assert.Equal("response.created", name);
                TakeResponse(frame, "in_progress");
                return;
            case 2:
                Assert.Equal("response.in_progress", name);
                TakeResponse(frame, "in_progress");
                return;
        }

        switch (name)
        {
            case "response.completed" or "response.incomplete":
                Assert.All(_items, i => Assert.True(i.IsDone, $"item {i.Index} is open at the end"));
                TakeEnd(frame, name["response.".Length..]);
                break;
            case "response.failed":
                Assert.NotEqual("", frame.GetProperty("response").GetProperty("error").GetProperty("message").GetString());
                Assert.NotEqual("", frame.GetProperty("response").GetProperty("error").GetProperty("code").GetString());
                TakeEnd(frame, "failed");
                break;
            case "response.output_item.added":
                _items.Add(new Item(frame, _items.Count));
                break;
            default:
                ItemOf(frame).Take(name["response.".Length..], frame);
                break;
        }
    }

    private void TakeResponse(JsonElement frame, string status)
    {
        var response = frame.GetProperty("response");
        Assert.Equal(("response", status), (response.GetProperty("object").GetString(), response.GetProperty("status").GetString()));
        Assert.True(response.GetProperty("created_at").GetInt64() > 0);
        _id ??= response.GetProperty("id").GetString();
        Assert.Matches("^resp-[0-9a-f]{16}$", _id);
        Assert.Equal(_id, response.GetProperty("id").GetString());
        Assert.Equal(status == "in_progress" ? 0 : _items.Count(i => i.IsDone), response.GetProperty("output").GetArrayLength());
    }

    private void TakeEnd(JsonElement frame, string status)
    {
        TakeResponse(frame, status);
        foreach (var (said, item) in frame.GetProperty("response").GetProperty("output").EnumerateArray().Zip(_items.Where(i => i.IsDone)))
        {
            Assert.Equal(item.Whole, said.GetRawText());
        }

        _isEnded = true;
    }

    private Item ItemOf(JsonElement frame)
    {
        var item = _items[frame.GetProperty("output_index").GetInt32()];
        Assert.False(item.IsDone, "nothing follows the end of an item");
        return item;
    }

    private sealed class Item
    {
        private readonly string _type;
        private readonly string _id;
        private readonly List<string> _texts = [];
        private bool _isPieceOpen;

        public Item(JsonElement frame, int index)
        {
            var item = frame.GetProperty("item");
            Index = index;
            Assert.Equal(index, frame.GetProperty("output_index").GetInt32());
            (_type, _id) = (item.GetProperty("type").GetString()!, item.GetProperty("id").GetString()!);
            Assert.Matches("^(msg|rs|fc|ctc|tsc)-[0-9a-f]{16}$", _id);
            if (_type is "function_call" or "custom_tool_call")
            {
                Assert.Equal("", item.GetProperty(_type == "function_call" ? "arguments" : "input").GetString());
                Assert.Equal((JsonValueKind.String, JsonValueKind.String), (item.GetProperty("name").ValueKind, item.GetProperty("call_id").ValueKind));
                _texts.Add("");
                _isPieceOpen = true;
            }
        }

        public int Index { get; }

        public bool IsDone { get; private set; }

        public string? Whole { get; private set; }

        public void Take(string name, JsonElement frame)
        {
            if (name == "output_item.done")
            {
                Assert.False(_isPieceOpen, "what is open in an item ends before it");
                IsDone = true;
                Whole = frame.GetProperty("item").GetRawText();
                Assert.Equal(_id, frame.GetProperty("item").GetProperty("id").GetString());
                return;
            }

            Assert.Equal(_id, frame.GetProperty("item_id").GetString());
            var (what, step) = (name[..name.LastIndexOf('.')], name[(name.LastIndexOf('.') + 1)..]);
            Assert.Contains(what, _type switch
            {
                "message" => ["content_part", "output_text", "refusal"],
                "reasoning" => ["reasoning_summary_part", "reasoning_summary_text"],
                "function_call" => ["function_call_arguments"],
                "custom_tool_call" => ["custom_tool_call_input"],
                _ => Array.Empty<string>(),
            });
            TakeStep(what, step, frame);
        }

        private void TakeStep(string what, string step, JsonElement frame)
        {
            if (_type is "message" or "reasoning")
            {
                Assert.Equal(step == "added" ? _texts.Count : _texts.Count - 1, frame.GetProperty(_type == "message" ? "content_index" : "summary_index").GetInt32());
            }

            Assert.Equal(step != "added", _isPieceOpen);
            switch (step)
            {
                case "added":
                    _texts.Add("");
                    _isPieceOpen = true;
                    break;
                case "delta":
                    _texts[^1] += frame.GetProperty("delta").GetString();
                    break;
                case "done" when what.EndsWith("part", StringComparison.Ordinal):
                    _isPieceOpen = false;
                    break;
                case "done":
                    var text = frame.EnumerateObject().Single(m => m.Name is "text" or "refusal" or "arguments" or "input").Value.GetString();
                    Assert.Equal(_texts[^1], text);
                    _isPieceOpen = _type is "message" or "reasoning";
                    break;
                default:
                    Assert.Fail($"unknown step {step}");
                    break;
            }
        }
    }
}
