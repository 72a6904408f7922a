package com.fabrikam.app;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.commons.io.IOUtils;
import org.apache.commons.text.WordUtils;

/** A report with a text that only the private artifact has. */
public final class Report {
    private Report() {}

    public static String greeting(String name) throws IOException {
        String origin = IOUtils.resourceToString("/com/fabrikam/greeting.txt", StandardCharsets.UTF_8);
        return "Hello " + WordUtils.capitalize(name) + ", " + origin.trim();
    }

    public static String json(String name) throws IOException {
        return new Gson().toJson(Collections.singletonMap("greeting", greeting(name)));
    }
}
