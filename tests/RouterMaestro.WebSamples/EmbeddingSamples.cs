using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using IRouter = RouterMaestro.Application.IRouter;

namespace RouterMaestro.WebSamples;

/// <summary>
/// The C# of docs/embedding.md, docs/configuration.md and README.md. It is compiled in a web project, with the namespaces that such projects import and
/// those that the page names.
/// </summary>
public static class EmbeddingSamples
{
    public static void Serve(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRouterMaestro()
            .AddOpenAI(builder.Configuration["OpenAI:Key"]!)
            .AddOpenAICompatible("local", "http://localhost:11434/v1")
            .AddHttpApi(options => options.ApiKey = builder.Configuration["Gateway:Key"]);

        var app = builder.Build();
        app.MapRouterMaestro();
        app.Run();
    }

    public static void RequirePolicy(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddBearerToken();
        builder.Services.AddAuthorizationBuilder().AddPolicy("agents", policy => policy.RequireClaim("scope", "models"));
        builder.Services.AddRouterMaestro().AddHttpApi(options => options.CallerPolicy = "agents");
    }

    public static void KeepKeys(WebApplicationBuilder builder)
    {
        builder.Services.AddRouterMaestro().UseKeyFile().AddHttpApi(options => options.AdminKey = builder.Configuration["Gateway:AdminKey"]);
    }

    public static void Configure(WebApplicationBuilder builder) =>
        builder.Services.AddRouterMaestro(o => o.Routing = new() { Priorities = ["lab/llama-3"] })
            .AddOpenAI("sk-…")
            .AddOpenAICompatible("lab", "https://llm.example.com/v1", o => o.Models.Add("llama-3"))
            .UseEnvironmentKeys()
            .UseFileConfiguration();

    public static async Task AskAsync(IHost app)
    {
        var router = app.Services.GetRequiredService<IRouter>();

        var answer = await router.AskAsync("local/llama3", "Hello");
        Console.WriteLine($"{answer.Model} says: {answer.Text}");
    }

    public static async Task StreamAsync(IRouter router, CancellationToken cancellationToken)
    {
        await foreach (var piece in router.StreamAsync("local/llama3", "Tell me a story", cancellationToken).ReadTextAsync())
        {
            Console.Write(piece);
        }
    }

    public static async Task<ChatResponse> TalkAsync(IRouter router, CancellationToken cancellationToken)
    {
        static string WeatherOf(string arguments) => "18 °C for " + arguments;

        var request = new ChatRequest("router-maestro", [Message.System("Be brief."), Message.User("How warm is it in Paris?")])
        {
            Tools = [new Tool.Function("get_weather", "Tells the weather.", RawJson.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}"""))],
            Sampling = new() { MaxTokens = 500 },
        };

        var response = await router.AskAsync(request, cancellationToken);
        while (!response.ToolCalls.IsEmpty)
        {
            var results = response.ToolCalls.Select(call => new ToolResultPart(call.Id, [new TextPart(WeatherOf(call.Arguments.ToString()))]));
            request = request with { Messages = [.. request.Messages, response.ToMessage(), new Message(Role.User, [.. results])] };
            response = await router.AskAsync(request, cancellationToken);
        }

        return response;
    }

    public static async Task<string> TryAsync(IRouter router, CancellationToken cancellationToken)
    {
        try
        {
            return (await router.AskAsync("router-maestro", "Hello", cancellationToken)).Text;
        }
        catch (RouterException exception) when (exception.Error.Status is 429 or 503 or 529)
        {
            return $"Try again later: {exception.Message}";
        }
    }
}
