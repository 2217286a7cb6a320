#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.Anthropic;

internal sealed class AnthropicTap(bool withholdUsage) : IStreamTap { public TokenUsage? Usage => throw new NotImplementedException(); public FinishReason? Finish => throw new NotImplementedException(); public UpstreamFailure? Failure => throw new NotImplementedException(); public FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) => throw new NotImplementedException(); public UpstreamFailure? End() => throw new NotImplementedException(); }
