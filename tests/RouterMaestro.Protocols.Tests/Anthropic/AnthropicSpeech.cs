using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>What the Messages protocol can say.</summary>
public sealed class AnthropicSpeech : ICodecSpeech
{
    /// <inheritdoc />
    public WireProtocol Protocol => WireProtocol.AnthropicMessages;

    /// <inheritdoc />
    public Gen<ChatRequest> Requests => AnthropicRequestGens.Requests;

    /// <inheritdoc />
    public Gen<ChatResponse> Responses => AnthropicResponseGens.Responses;

    /// <inheritdoc />
    public void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames)
    {
        var stream = new Reading();
        foreach (var (name, data) in frames)
        {
            using var document = JsonDocument.Parse(data);
            Assert.Equal(name, document.RootElement.GetProperty("type").GetString());
            stream.Take(name, document.RootElement);
        }

        Assert.True(stream.IsEnded, "a stream has a terminal");
    }

    /// <summary>Walks through a stream as a strict client would.</summary>
    private sealed class Reading
    {
        private int _blocks;
        private string? _open;
        private bool _isStarted;
        private bool _hasReason;

        public bool IsEnded { get; private set; }

        public void Take(string name, JsonElement frame)
        {
            Assert.False(IsEnded, $"{name} comes after the terminal");
            switch (name)
            {
                case "ping":
                    break;
                case "error":
                    Assert.False(string.IsNullOrEmpty(frame.GetProperty("error").GetProperty("type").GetString()));
                    IsEnded = true;
                    break;
                case "message_start":
                    Assert.False(_isStarted, "a message starts once");
                    Assert.Empty(frame.GetProperty("message").GetProperty("content").EnumerateArray());
                    _isStarted = true;
                    break;
                default:
                    Assert.True(_isStarted, $"{name} comes before the start");
                    TakeInside(name, frame);
                    break;
            }
        }

        private void TakeInside(string name, JsonElement frame)
        {
            if (name.StartsWith("content_block_", StringComparison.Ordinal))
            {
                Assert.False(_hasReason, "no block follows the stop reason");
                TakeBlock(name, frame);
                return;
            }

            Assert.Null(_open);
            if (name == "message_delta")
            {
                Assert.False(_hasReason, "a message ends once");
                Assert.NotNull(frame.GetProperty("delta").GetProperty("stop_reason").GetString());
                Assert.True(frame.GetProperty("usage").GetProperty("output_tokens").GetInt64() >= 0);
                _hasReason = true;
                return;
            }

            Assert.Equal("message_stop", name);
            Assert.True(_hasReason, "the reason comes before the end");
            IsEnded = true;
        }

        private void TakeBlock(string name, JsonElement frame)
        {
            var index = frame.GetProperty("index").GetInt32();
            if (name == "content_block_start")
            {
                Assert.Null(_open);
                Assert.Equal(_blocks++, index);
                _open = frame.GetProperty("content_block").GetProperty("type").GetString();
                return;
            }

            Assert.NotNull(_open);
            Assert.Equal(_blocks - 1, index);
            if (name == "content_block_stop")
            {
                _open = null;
                return;
            }

            var delta = frame.GetProperty("delta").GetProperty("type").GetString();
            Assert.Contains(delta, _open switch
            {
                "text" => ["text_delta"],
                "thinking" => ["thinking_delta", "signature_delta"],
                "tool_use" => ["input_json_delta"],
                _ => Array.Empty<string>(),
            });
        }
    }
}
