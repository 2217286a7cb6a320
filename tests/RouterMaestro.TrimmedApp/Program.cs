using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.TrimmedApp;

// A program that embeds the router, for eng/check-trimming.sh, which publishes it trimmed: asks the provider at the address of its argument
// in every protocol, whole and streamed, counts tokens, and says what it got.
var root = args[0].TrimEnd('/');
var builder = Host.CreateApplicationBuilder();
builder.Services.AddRouterMaestro(options => options.Routing = new() { Strategy = "last-first", Priorities = ["chat/one", "responses/one", "messages/one"] })
    .AddOpenAICompatible("chat", root + "/v1", options => options.Models.Add("one"))
    .AddOpenAICompatible("responses", root + "/v1", options =>
    {
        options.Models.Add("one");
        options.Protocols.Add(WireProtocol.OpenAIResponses);
    })
    .AddAnthropicCompatible("messages", root, options =>
    {
        options.Models.Add("one");
        options.AllowUnauthenticated = true;
    })
    .AddRoutingPolicy<LastFirst>()
    .AddCallObserver<CallCounter>()
    .AddStreamGuard<PatientGuard>();

using var host = builder.Build();
await host.StartAsync();
var router = host.Services.GetRequiredService<IRouter>();
foreach (var model in new[] { "chat/one", "responses/one", "messages/one", "router-maestro" })
{
    var whole = await router.AskAsync(model, "Hello");
    Console.WriteLine($"{model}: {whole.Text} ({whole.Model})");
    var streamed = await router.StreamAsync(model, "Hello").ToChatResponseAsync();
    Console.WriteLine($"{model}, streamed: {streamed.Text} ({streamed.Model})");
}

using var call = new InboundCall(new ChatRequest("chat/one", [Message.User("Hello, how many tokens are this?")]));
Console.WriteLine($"tokens: {(await router.CountTokensAsync(call)).InputTokens}");
await host.StopAsync();
Console.WriteLine($"calls: {CallCounter.Calls}");
