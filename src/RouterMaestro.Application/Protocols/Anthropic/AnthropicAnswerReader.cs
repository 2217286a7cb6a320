#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.Anthropic;

internal static class AnthropicAnswerReader { public static AnswerReading Read(ReadOnlyMemory<byte> body) => throw new NotImplementedException(); }
