using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Translation;

/// <summary>Sends translations through the mediator, as a host does.</summary>
internal static class Translator
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    private static readonly IMediator _mediator = new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
        .AddRouterMaestroCore().Services
        .BuildServiceProvider()
        .GetRequiredService<IMediator>();

    public static IEnumerable<object[]> Pairs => Names.SelectMany(from => Names.Select(to => new object[] { from, to }));

    public static IEnumerable<object[]> PairsOfTwo => Pairs.Where(pair => !pair[0].Equals(pair[1]));

    public static TheoryData<string> Protocols => [.. Names];

    private static IEnumerable<string> Names => WireProtocol.All.Select(p => p.Name);

    public static Task<TranslatedBody> SendAsync(IRequest<TranslatedBody> request) => _mediator.Send(request);

    public static async Task<RouterError> ErrorOfAsync(IRequest<TranslatedBody> request) =>
        (await Assert.ThrowsAsync<RouterException>(() => _mediator.Send(request))).Error;

    public static TranslateRequest Request(string from, string to, string body) => new(Protocol(from), Protocol(to), Encoding.UTF8.GetBytes(body));

    public static TranslateResponse Response(string from, string to, string body) => new(Protocol(from), Protocol(to), Encoding.UTF8.GetBytes(body));

    public static WireProtocol Protocol(string name) => WireProtocol.Find(name)!;

    public static string Text(this TranslatedBody body) => Encoding.UTF8.GetString(body.Body.Span);

    public static JsonElement Json(this TranslatedBody body) => JsonSerializer.Deserialize<JsonElement>(body.Body.Span);
}
