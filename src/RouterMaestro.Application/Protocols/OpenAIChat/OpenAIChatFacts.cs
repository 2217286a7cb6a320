#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

internal static class OpenAIChatFacts { public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints) => throw new NotImplementedException(); }
