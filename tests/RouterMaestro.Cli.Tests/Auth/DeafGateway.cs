using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary>A gateway that begins logins and cannot cancel them: an older one, or one that hangs.</summary>
internal sealed class DeafGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DeafGateway(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts it.</summary>
    /// <param name="hangs">Whether it never answers; otherwise it has no such route.</param>
    public static async Task<DeafGateway> StartAsync(bool hangs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, hangs));
        await app.StartAsync();
        return new DeafGateway(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, bool hangs)
    {
        if (context.Request.Method == "DELETE")
        {
            context.Response.StatusCode = 404;
            return hangs ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted) : Task.CompletedTask;
        }

        return context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/api/admin/auth/providers" => """
                {"providers":[{"provider":"github-copilot","display_name":"GitHub Copilot","auth_type":"oauth","credential_required":true,"source":"builtin","api_key_env":null,"stored":false}]}
                """,
            "/api/admin/auth/login" => """{"session_id":"5f0c","user_code":"W3BP-GVQ7","verification_uri":"https://github.com/login/device","expires_in":899}""",
            _ => """{"status":"pending","error":null}""",
        });
    }
}
